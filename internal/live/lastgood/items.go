package lastgood

import (
	"fmt"

	"gatehouse"
	"gatehouse/internal/seal"
)

// header is the first value of a file.
type header struct {
	Format  int
	Version int64 // of the configuration
	Store   string
}

// item is one value of the stream behind the header; exactly one field is set.
type item struct {
	Revision *revision
	Policy   *gatehouse.Policy
	Partner  *gatehouse.Partner
	End      bool
}

// revision is a published revision whose credential is sealed.
type revision struct {
	gatehouse.Revision
	Credential []byte
}

func purpose(collectionID string) string { return "last good configuration of " + collectionID }

func sealed(r gatehouse.Revision, keys *seal.Keys) (*revision, error) {
	out := &revision{Revision: r}
	if r.Upstream.Credential == nil {
		return out, nil
	}
	box, err := keys.Seal(purpose(r.CollectionID), []byte(r.Upstream.Credential.Value.Reveal()))
	if err != nil {
		return nil, fmt.Errorf("sealing a credential: %w", err)
	}
	out.Credential = box
	out.Upstream.Credential = &gatehouse.Credential{Header: r.Upstream.Credential.Header}
	return out, nil
}

func (r *revision) open(keys *seal.Keys) (gatehouse.Revision, error) {
	if r.Upstream.Credential == nil {
		return r.Revision, nil
	}
	value, err := keys.Open(purpose(r.CollectionID), r.Credential)
	if err != nil {
		return gatehouse.Revision{}, fmt.Errorf("opening a credential: %w", err)
	}
	r.Upstream.Credential.Value = gatehouse.Secret(value)
	return r.Revision, nil
}

// slim leaves out of a partner what decides no request.
func slim(p gatehouse.Partner) *gatehouse.Partner {
	c := &p.Client
	c.Description, c.ContactEmail, c.Labels, c.PortalEmails = "", "", nil, nil
	return &p
}

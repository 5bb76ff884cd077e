package proof

import (
	"cmp"
	"context"
	"net/netip"
	"time"

	"gatehouse"
	"gatehouse/internal/directory"
	"gatehouse/internal/gateway"
	"gatehouse/internal/routing"
)

// Door makes one request in the process, through all steps of the gateway. It
// is [gateway.Gateway.Do].
type Door func(context.Context, gateway.InProcess) gateway.Response

// Prover runs access proofs against the gateway of this process.
type Prover struct {
	Door      Door
	Directory *directory.Directory
	Table     func() *routing.Table
}

// Subject is whose access is proven.
type Subject struct {
	ClientID    string
	ProfileID   string                 // "pr_…"
	Collections []gatehouse.Collection // with access, by name; those that are not published are skipped

	// Token is a token of the profile. Without one, a credential stands in for
	// it that works until ExpiresAt; whoever grants it has audited it.
	Token     gatehouse.Secret
	ExpiresAt time.Time
}

// Result is a proof.
type Result struct {
	Passed bool // every check passed or was skipped, and one at least was made
	Checks []Check
}

// Check is one call of a proof, or the reason why it was not made.
type Check struct {
	Name       string
	Collection string // name; "" where none is concerned
	Expected   string // status, "200"
	Actual     string // status; "" when no call was made
	Passed     bool
	Skipped    bool
	Reason     string // why it failed or was skipped; "" when it passed
	RequestID  string // of the call in the request log; "" when none was made
}

// The names of the checks, which people read and programs compare.
const (
	Valid            = "valid credentials"
	WithoutClientID  = "without Client ID"
	WrongToken       = "wrong token"
	MethodNotAllowed = "method not allowed"
	OtherCollection  = "collection not assigned"
	OverTheLimit     = "over the limit"
)

const (
	wholeProofTimeout  = 55 * time.Second // less than the life of a credential
	oneCallTimeout     = 10 * time.Second
	collectionsAtATime = 8
)

// Prove makes the checks of a subject. It fails only when the gateway does not
// know the client and profile, which a moment after a change it always does.
func (p *Prover) Prove(ctx context.Context, s Subject) (Result, error) {
	r, err := p.begin(s)
	if err != nil {
		return Result{}, err
	}
	ctx, cancel := context.WithTimeout(ctx, wholeProofTimeout)
	defer cancel()
	checks := r.validCredentials(ctx)
	checks = append(checks, r.withoutClientID(ctx), r.wrongToken(ctx), r.methodNotAllowed(ctx), r.otherCollection(ctx), r.overTheLimit(ctx))
	return Result{passed(checks), checks}, nil
}

func passed(checks []Check) bool {
	made := false
	for _, c := range checks {
		if !c.Passed && !c.Skipped {
			return false
		}
		made = made || c.Passed
	}
	return made
}

// run is one proof with what the gateway knows about its subject, looked up
// once.
type run struct {
	*Prover
	Subject
	client  *directory.Client
	profile *directory.Profile
	table   *routing.Table
	address netip.Addr

	// The first assigned endpoint that can be called; the refusals are tried
	// there. Nil when there is none.
	collection *routing.Collection
	endpoint   *routing.Endpoint
}

func (p *Prover) begin(s Subject) (*run, error) {
	r := &run{Prover: p, Subject: s, client: p.Directory.Find(s.ClientID), table: p.Table()}
	if r.client != nil {
		r.profile = r.client.Profile(s.ProfileID)
	}
	if r.profile == nil || r.table == nil {
		return nil, gatehouse.Errorf(gatehouse.Unavailable, "The gateway does not know this client and profile yet. Try again in a moment.")
	}
	r.address = addressFor(r.profile)
	for _, c := range s.Collections {
		if served := r.table.ByID(c.ID); served != nil && !served.Refuses() {
			if e := pick(served, r.profile.Methods()); e != nil {
				r.collection, r.endpoint = served, e
				break
			}
		}
	}
	return r, nil
}

// addressFor is an address that the profile's allowlist lets through.
func addressFor(p *directory.Profile) netip.Addr {
	if blocks := p.Allowlist(); len(blocks) > 0 {
		return blocks[0].Addr()
	}
	return netip.AddrFrom4([4]byte{127, 0, 0, 1})
}

// path is where the refusals are tried; any will do where nothing is assigned,
// because who is calling is asked before what for.
func (r *run) path() string {
	if r.collection == nil {
		return "/"
	}
	return pathOf(r.collection, r.endpoint)
}

func (r *run) method() string {
	if r.endpoint == nil {
		return "GET"
	}
	return r.endpoint.Method
}

// collectionName is that of the collection where refusals are tried.
func (r *run) collectionName() string {
	if r.collection == nil {
		return ""
	}
	return r.collection.Name
}

// profileID is the Profile ID as the partner sends it.
func (r *run) profileID() string { return cmp.Or(r.profile.Name(), r.profile.ID()) }

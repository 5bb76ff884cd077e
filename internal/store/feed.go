package store

import (
	"context"
	"slices"
	"strings"

	"gatehouse"
)

// TouchedKind says what a change touched.
type TouchedKind string

// What a follower has to read again.
const (
	TouchedClient     TouchedKind = "client"     // this client as a Partner; it may be gone
	TouchedPolicy     TouchedKind = "policy"     // all policies
	TouchedCollection TouchedKind = "collection" // the published revisions
	TouchedAll        TouchedKind = "all"        // everything: the list of changes does not reach back, or a backup was restored
)

// Touched names one thing that one change touched.
type Touched struct {
	Version int64
	Kind    TouchedKind
	ID      string // of the client, policy or collection; empty for all
}

// keptVersions is how many versions the table of changes reaches back. A
// gateway that was away for longer reads everything.
const keptVersions = 100_000

// touch notes what a follower must read again once this change is committed.
func (tx *Tx) touch(kind TouchedKind, id string) {
	tx.touched = append(tx.touched, Touched{Kind: kind, ID: id})
}

func (tx *Tx) saveTouched(ctx context.Context, h *head) error {
	slices.SortFunc(tx.touched, func(a, b Touched) int {
		if c := strings.Compare(string(a.Kind), string(b.Kind)); c != 0 {
			return c
		}
		return strings.Compare(a.ID, b.ID)
	})
	for _, t := range slices.Compact(tx.touched) {
		if _, err := tx.exec(ctx, "INSERT INTO changes (version, kind, id) VALUES ($1, $2, $3)", h.version, string(t.Kind), t.ID); err != nil {
			return err
		}
	}
	return tx.forgetChanges(ctx, h)
}

// forgetChanges drops the oldest changes, a tenth at a time.
func (tx *Tx) forgetChanges(ctx context.Context, h *head) error {
	if h.version-h.changesFrom < keptVersions+keptVersions/10 {
		return nil
	}
	h.changesFrom = h.version - keptVersions
	_, err := tx.exec(ctx, "DELETE FROM changes WHERE version < $1", h.changesFrom)
	return err
}

// Version returns the version of the snapshot.
func (tx *Tx) Version(ctx context.Context) (int64, error) {
	h, err := tx.head(ctx)
	return h.version, err
}

// ChangesSince returns what the changes after a version touched, oldest first.
// A version that the list does not reach back to, or one from a database that
// has been replaced, gives a single TouchedAll.
func (tx *Tx) ChangesSince(ctx context.Context, version int64) ([]Touched, error) {
	h, err := tx.head(ctx)
	if err != nil {
		return nil, err
	}
	if version > h.version || version+1 < h.changesFrom {
		return []Touched{{Version: h.version, Kind: TouchedAll}}, nil
	}
	return scanAll(ctx, tx, func(t *Touched) []any { return []any{&t.Version, &t.Kind, &t.ID} },
		"SELECT version, kind, id FROM changes WHERE version > $1 ORDER BY version, kind, id", version)
}

// partnerChunk is how many clients AllPartners reads at a time: enough that
// the number of queries does not matter, few enough to fit in memory.
const partnerChunk = 2000

// AllPartners calls fn with every client, by id, with its profiles and the
// tokens that are not revoked. It stops at fn's first error and returns it.
func (tx *Tx) AllPartners(ctx context.Context, fn func(gatehouse.Partner) error) error {
	last := ""
	for {
		chunk, err := clients.list(ctx, tx, "WHERE id > $1 ORDER BY id LIMIT $2", last, partnerChunk)
		if err != nil || len(chunk) == 0 {
			return err
		}
		first := chunk[0].ID
		last = chunk[len(chunk)-1].ID
		var f filter
		f.and("client_id >= ? AND client_id <= ?", first, last)
		if err := tx.eachPartner(ctx, chunk, &f, fn); err != nil {
			return err
		}
	}
}

// Partner reads one client with its profiles and the tokens that are not
// revoked.
func (tx *Tx) Partner(ctx context.Context, clientID string) (p gatehouse.Partner, err error) {
	c, err := clients.get(ctx, tx, "WHERE id = $1", clientID)
	if err != nil {
		return p, err
	}
	var f filter
	f.and("client_id = ?", clientID)
	err = tx.eachPartner(ctx, []gatehouse.Client{c}, &f, func(found gatehouse.Partner) error {
		p = found
		return nil
	})
	return p, err
}

// eachPartner joins clients, sorted by id, with what the filter selects of
// their profiles, tokens and sets: a handful of queries however many clients.
func (tx *Tx) eachPartner(ctx context.Context, of []gatehouse.Client, f *filter, fn func(gatehouse.Partner) error) error {
	sets, err := tx.clientSets(ctx, f)
	if err != nil {
		return err
	}
	ofProfiles, err := tx.profilePolicies(ctx, f)
	if err != nil {
		return err
	}
	allProfiles, err := profiles.list(ctx, tx, f.where()+"ORDER BY client_id, id", f.args...)
	if err != nil {
		return err
	}
	f.and("revoked_at = 0")
	allTokens, err := tokens.list(ctx, tx, f.where()+"ORDER BY client_id, id", f.args...)
	if err != nil {
		return err
	}
	for i := range of {
		p := gatehouse.Partner{Client: of[i]}
		sets.fill(&p.Client)
		p.Profiles, allProfiles = run(allProfiles, func(x *gatehouse.Profile) bool { return x.ClientID == p.Client.ID })
		p.Tokens, allTokens = run(allTokens, func(x *gatehouse.Token) bool { return x.ClientID == p.Client.ID })
		for j := range p.Profiles {
			p.Profiles[j].PolicyIDs = valuesOf(ofProfiles, p.Profiles[j].ID)
		}
		if err := fn(p); err != nil {
			return err
		}
	}
	return nil
}

// run splits off the rows at the front that belong together.
func run[T any](rows []T, belongs func(*T) bool) (front, rest []T) {
	n := 0
	for n < len(rows) && belongs(&rows[n]) {
		n++
	}
	return rows[:n:n], rows[n:]
}

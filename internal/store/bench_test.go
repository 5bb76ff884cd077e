package store

import (
	"context"
	"fmt"
	"testing"

	"gatehouse"
)

// manyClients is how many partners the benchmarks run over; set it to
// 1,000,000 to see that lists do not get slower.
const manyClients = 20_000

// crowd fills a SQLite store with partners of one profile, one token, one
// collection and one policy each.
func crowd(b *testing.B) *fixture {
	b.Helper()
	f := newFixture(b, "")
	f.addPolicy("gold")
	f.addCollection("shipments")
	numbers := fmt.Sprintf("WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d) INSERT INTO ", manyClients)
	f.exec(numbers + `clients (` + clients.columns + `) SELECT printf('cl_%026d', i), 'partner-' || i, 'a partner of ours', '', 'enabled', '{}', 1, 1, 1 FROM n`)
	f.exec(numbers + `profiles (` + profiles.columns + `) SELECT printf('pr_%026d', i), printf('cl_%026d', i), 'standard', 'enabled', '{"type":"token"}', '["GET","POST"]', '[]', 0, 0, 1, 1, 1 FROM n`)
	f.exec(numbers + `tokens (` + tokens.columns + `) SELECT printf('tk_%026d', i), printf('cl_%026d', i), printf('pr_%026d', i), 'ght_1234', randomblob(32), 1, 0, 0, 0, 0, 0, '', 0 FROM n`)
	f.exec(numbers + `access (` + access.columns + `) SELECT printf('cl_%026d', i), (SELECT id FROM collections), 1 FROM n`)
	f.exec(numbers + `client_policies (client_id, policy_id) SELECT printf('cl_%026d', i), (SELECT id FROM policies) FROM n`)
	f.exec("ANALYZE")
	b.ResetTimer()
	return f
}

func BenchmarkAllPartners(b *testing.B) {
	f := crowd(b)
	for b.Loop() {
		n := 0
		f.view(func(tx *Tx) error {
			return tx.AllPartners(context.Background(), func(gatehouse.Partner) error { n++; return nil })
		})
		if n != manyClients {
			b.Fatalf("%d partners", n)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/manyClients, "ns/partner")
}

func BenchmarkClientLists(b *testing.B) {
	f := crowd(b)
	policy := read(f, func(ctx context.Context, tx *Tx) (gatehouse.Policy, error) { return tx.Policy(ctx, "gold") })
	collection := read(f, func(ctx context.Context, tx *Tx) (gatehouse.Collection, error) {
		return tx.Collection(ctx, "shipments")
	})
	for name, query := range map[string]ClientQuery{
		"first page":     {},
		"page in middle": {Page: Page{Cursor: cursor("clients", fmt.Sprintf("cl_%026d", manyClients/2))}},
		"by policy":      {PolicyID: policy.ID},
		"by collection":  {CollectionID: collection.ID},
		"by rare text":   {Q: "partner-1999"},
		"by no text":     {Q: "nothing has this"},
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				f.view(func(tx *Tx) error { _, _, err := tx.ListClients(context.Background(), query); return err })
			}
		})
	}
}

func BenchmarkPartner(b *testing.B) {
	f := crowd(b)
	id := fmt.Sprintf("cl_%026d", manyClients/2)
	for b.Loop() {
		f.view(func(tx *Tx) error { _, err := tx.Partner(context.Background(), id); return err })
	}
}

func BenchmarkChange(b *testing.B) {
	for _, e := range engines {
		b.Run(e.name, func(b *testing.B) {
			f := newFixture(b, e.url(b))
			c := f.addClient("acme")
			for b.Loop() {
				f.change(func(tx *Tx) error { return tx.UpdateClient(context.Background(), &c) })
			}
		})
	}
}

package store

import (
	"context"
	"testing"

	"gatehouse"
)

func (f *fixture) find(text string, users bool) (out []string) {
	f.Helper()
	for _, m := range read(f, func(ctx context.Context, tx *Tx) ([]Match, error) {
		return tx.Find(ctx, FindQuery{Text: text, Users: users, Limit: 20})
	}) {
		out = append(out, m.Kind+" "+m.Name)
	}
	return out
}

func TestFindOffersTheBestFirst(t *testing.T) {
	onEachEngine(t, func(t *testing.T, f *fixture) {
		acme := gatehouse.Client{Name: "acme", Description: "Fine_Goods & 100% more", ContactEmail: "boss@acme.example", Status: gatehouse.Enabled}
		f.change(func(tx *Tx) error {
			if err := tx.InsertClient(t.Context(), &acme); err != nil {
				return err
			}
			u := gatehouse.User{Email: "dana@acme.example", Role: gatehouse.Admin}
			if err := tx.InsertUser(t.Context(), &u); err != nil {
				return err
			}
			return tx.SetPortalEmails(t.Context(), acme.ID, []string{"dev@acme.example"})
		})
		corp := f.addClient("acme-corp")
		f.addClient("partner-acme")
		f.addClient("other")
		p := f.addProfile(corp, "acme-standard")
		tk := f.addToken(p, "secret")
		f.addCollection("acme-orders")
		f.addPolicy("acme-gold")
		for text, want := range map[string][]string{
			"acme":              {"client acme", "client acme-corp", "profile acme-standard", "collection acme-orders", "policy acme-gold", "client partner-acme"},
			" ACME-c":           {"client acme-corp"},
			"corp":              {"client acme-corp"},
			"fine_g":            {"client acme"},
			"100%":              {"client acme"},
			"_":                 {"client acme"}, // no wildcard
			"shipments":         {"collection acme-orders"},
			"/acme-o":           {"collection acme-orders"},
			corp.ID:             {"client acme-corp"},
			p.ID:                {"profile acme-standard"},
			tk.ID:               {"profile acme-standard"},
			"dev@acme.example":  {"client acme"},
			"boss@acme.ex":      {"client acme"},
			"dana@acme.example": nil,
			"nothing":           nil,
			"":                  nil,
		} {
			same(t, text, f.find(text, false), want)
		}
		same(t, "users too", f.find("dana@acme.example", true), []string{"user dana@acme.example"})
		same(t, "users among others", f.find("dana", true), []string{"user dana@acme.example"})
		same(t, "more than wanted", len(read(f, func(ctx context.Context, tx *Tx) ([]Match, error) {
			return tx.Find(ctx, FindQuery{Text: "acme", Limit: 2})
		})), 2)
	})
}

// BenchmarkFind holds the worst case, in which nothing is found and all names
// are read.
func BenchmarkFind(b *testing.B) {
	f := newFixture(b, "")
	numbers := "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000) INSERT INTO "
	f.exec(numbers + `clients (` + clients.columns + `) SELECT printf('cl_%026d', i), 'partner-number-' || i || '-corp', 'Partner ' || i || ' of the logistics integration program', '', 'enabled', '{}', 1, 1, 1 FROM n`)
	f.exec(numbers + `profiles (` + profiles.columns + `) SELECT printf('pr_%026d', i), printf('cl_%026d', i), 'standard-' || i, 'enabled', '{"type":"token"}', '["GET","POST"]', '[]', 0, 1, 1, 1 FROM n`)
	for _, text := range []string{"nothing has this", "partner-number-77777-corp", "partner", "77777", "integration"} {
		b.Run(text, func(b *testing.B) {
			for b.Loop() {
				f.find(text, true)
			}
		})
	}
}

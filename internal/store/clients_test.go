package store

import (
	"context"
	"testing"

	"gatehouse"
)

func TestClientIsReadAsItWasStored(t *testing.T) {
	onEachEngine(t, func(t *testing.T, f *fixture) {
		c := gatehouse.Client{
			Name: "partner-acme-corp", Description: "Acme Corp logistics integration", ContactEmail: "dev@example.com",
			Status: gatehouse.Disabled, Labels: map[string]string{"tier": "gold"},
		}
		f.change(func(tx *Tx) error { return tx.InsertClient(t.Context(), &c) })
		if c.Version != 1 || c.ID[:3] != "cl_" {
			t.Fatalf("stored %+v", c)
		}
		c.PolicyIDs, c.PortalEmails, c.CollectionIDs = []string{}, []string{}, []string{}
		for _, key := range []string{c.ID, c.Name} {
			same(t, key, read(f, func(ctx context.Context, tx *Tx) (gatehouse.Client, error) { return tx.Client(ctx, key) }), c)
		}
		f.view(func(tx *Tx) error {
			_, err := tx.Client(t.Context(), "cl_none")
			wantKind(t, err, gatehouse.NotFound, "")
			return nil
		})
	})
}

func TestClientUpdateIsOptimistic(t *testing.T) {
	onEachEngine(t, func(t *testing.T, f *fixture) {
		c := f.addClient("acme")
		stale := c
		c.Description = "first"
		f.change(func(tx *Tx) error { return tx.UpdateClient(t.Context(), &c) })
		if c.Version != 2 {
			t.Errorf("version %d, want 2", c.Version)
		}
		stale.Description = "second"
		_, err := f.try(func(tx *Tx) error { return tx.UpdateClient(t.Context(), &stale) })
		wantKind(t, err, gatehouse.Stale, "")
		if stale.Version != 1 {
			t.Errorf("a refused update moved the version to %d", stale.Version)
		}
		gone := gatehouse.Client{ID: "cl_none", Meta: c.Meta}
		_, err = f.try(func(tx *Tx) error { return tx.UpdateClient(t.Context(), &gone) })
		wantKind(t, err, gatehouse.NotFound, "")
		got := read(f, func(ctx context.Context, tx *Tx) (gatehouse.Client, error) { return tx.Client(ctx, c.ID) })
		if got.Description != "first" || got.Version != 2 {
			t.Errorf("stored %+v", got)
		}
	})
}

func TestTakenNamesAreConflictsThatNameTheField(t *testing.T) {
	onEachEngine(t, func(t *testing.T, f *fixture) {
		c := f.addClient("acme")
		p := f.addProfile(c, "standard")
		tk := f.addToken(p, "secret")
		f.addPolicy("gold")
		f.addCollection("shipments")
		key := gatehouse.APIKey{Name: "ci", Hash: []byte{1}}
		f.change(func(tx *Tx) error { return tx.InsertAPIKey(t.Context(), &key) })
		f.change(func(tx *Tx) error { return tx.InsertUser(t.Context(), &gatehouse.User{Email: "dana@example.com"}) })
		for name, tt := range map[string]struct {
			pointer string
			write   func(context.Context, *Tx) error
		}{
			"client": {"/name", func(ctx context.Context, tx *Tx) error { return tx.InsertClient(ctx, &gatehouse.Client{Name: "acme"}) }},
			"profile": {"/name", func(ctx context.Context, tx *Tx) error {
				return tx.InsertProfile(ctx, &gatehouse.Profile{Name: "standard", ClientID: c.ID})
			}},
			"token": {"/value", func(ctx context.Context, tx *Tx) error {
				return tx.InsertToken(ctx, &gatehouse.Token{ClientID: c.ID, ProfileID: p.ID, Hash: tk.Hash})
			}},
			"policy": {"/name", func(ctx context.Context, tx *Tx) error { return tx.InsertPolicy(ctx, &gatehouse.Policy{Name: "gold"}) }},
			"collection": {"/name", func(ctx context.Context, tx *Tx) error {
				return tx.InsertCollection(ctx, &gatehouse.Collection{Name: "shipments", Definition: gatehouse.Definition{BasePath: "/other"}})
			}},
			"base path": {"/base_path", func(ctx context.Context, tx *Tx) error {
				return tx.InsertCollection(ctx, &gatehouse.Collection{Name: "other", Definition: gatehouse.Definition{BasePath: "/shipments"}})
			}},
			"API key": {"/name", func(ctx context.Context, tx *Tx) error {
				return tx.InsertAPIKey(ctx, &gatehouse.APIKey{Name: "ci", Hash: []byte{2}})
			}},
			"user": {"/email", func(ctx context.Context, tx *Tx) error {
				return tx.InsertUser(ctx, &gatehouse.User{Email: "Dana@example.com"})
			}},
		} {
			_, err := f.try(func(tx *Tx) error { return tt.write(t.Context(), tx) })
			t.Run(name, func(t *testing.T) { wantKind(t, err, gatehouse.Conflict, tt.pointer) })
		}
	})
}

func TestTextThatOneEngineCouldNotKeepIsRefusedByBoth(t *testing.T) {
	onEachEngine(t, func(t *testing.T, f *fixture) {
		for _, text := range []string{"a\x00b", "a\xffb"} {
			_, err := f.try(func(tx *Tx) error {
				return tx.InsertClient(t.Context(), &gatehouse.Client{Name: "acme", Description: text})
			})
			wantKind(t, err, gatehouse.Invalid, "")
		}
	})
}

func TestSetsOfAClientArePartOfItsVersion(t *testing.T) {
	onEachEngine(t, func(t *testing.T, f *fixture) {
		c, gold, silver, col := f.addClient("acme"), f.addPolicy("gold"), f.addPolicy("silver"), f.addCollection("shipments")
		f.change(func(tx *Tx) error {
			return tx.SetClientPolicies(t.Context(), c.ID, []string{silver.ID, gold.ID, silver.ID})
		})
		f.change(func(tx *Tx) error {
			return tx.SetPortalEmails(t.Context(), c.ID, []string{"b@example.com", "C@example.com", "a@example.com"})
		})
		f.change(func(tx *Tx) error { _, err := tx.GiveAccess(t.Context(), col.ID, c.ID); return err })
		got := read(f, func(ctx context.Context, tx *Tx) (gatehouse.Client, error) { return tx.Client(ctx, c.ID) })
		same(t, "policies", got.PolicyIDs, []string{gold.ID, silver.ID})
		same(t, "emails", got.PortalEmails, []string{"C@example.com", "a@example.com", "b@example.com"})
		same(t, "collections", got.CollectionIDs, []string{col.ID})
		if got.Version != 4 {
			t.Errorf("version %d, want 4", got.Version)
		}
		f.change(func(tx *Tx) error { return tx.SetClientPolicies(t.Context(), c.ID, nil) })
		got = read(f, func(ctx context.Context, tx *Tx) (gatehouse.Client, error) { return tx.Client(ctx, c.ID) })
		same(t, "policies", got.PolicyIDs, []string{})
		_, err := f.try(func(tx *Tx) error { return tx.SetClientPolicies(t.Context(), c.ID, []string{gold.ID, "po_none"}) })
		wantKind(t, err, gatehouse.Invalid, "/policy_ids/1")
		_, err = f.try(func(tx *Tx) error { return tx.SetPortalEmails(t.Context(), "cl_none", nil) })
		wantKind(t, err, gatehouse.NotFound, "")
	})
}

func TestClientListFilters(t *testing.T) {
	onEachEngine(t, func(t *testing.T, f *fixture) {
		acme, globex, initech := f.addClient("acme"), f.addClient("globex"), f.addClient("initech")
		gold, col, p := f.addPolicy("gold"), f.addCollection("shipments"), f.addProfile(initech, "standard")
		globex.Description, globex.ContactEmail = "100% Logistics_X", "Dev@Globex.example"
		globex.Status, globex.Labels = gatehouse.Disabled, map[string]string{"region": "EU", "tier": `a"region":"us"`}
		initech.Labels = map[string]string{"region": "us", "geo:zone": "a:b", `dom\user`: "dana"}
		f.change(func(tx *Tx) error { return tx.UpdateClient(t.Context(), &globex) })
		f.change(func(tx *Tx) error { return tx.UpdateClient(t.Context(), &initech) })
		f.change(func(tx *Tx) error { return tx.SetClientPolicies(t.Context(), acme.ID, []string{gold.ID}) })
		p.PolicyIDs = []string{gold.ID}
		f.change(func(tx *Tx) error { return tx.UpdateProfile(t.Context(), &p) })
		f.change(func(tx *Tx) error { _, err := tx.GiveAccess(t.Context(), col.ID, globex.ID); return err })
		f.change(func(tx *Tx) error { return tx.SetPortalEmails(t.Context(), acme.ID, []string{"dev@example.com"}) })
		used := f.addToken(p, "used")
		f.addToken(f.addProfile(globex, "unused"), "unused")
		f.exec("UPDATE tokens SET first_used_at = 1 WHERE id = $1", used.ID)
		for name, tt := range map[string]struct {
			query ClientQuery
			want  []string
		}{
			"all, newest first":         {ClientQuery{}, []string{"initech", "globex", "acme"}},
			"part of the name":          {ClientQuery{Q: "CME"}, []string{"acme"}},
			"part of the description":   {ClientQuery{Q: "logistics_"}, []string{"globex"}},
			"wildcards mean themselves": {ClientQuery{Q: "0% l"}, []string{"globex"}},
			"no wildcard":               {ClientQuery{Q: "%"}, []string{"globex"}},
			"contact":                   {ClientQuery{Q: "dev@globex"}, []string{"globex"}},
			"id":                        {ClientQuery{Q: acme.ID}, []string{"acme"}},
			"policy, also of a profile": {ClientQuery{PolicyID: gold.ID}, []string{"initech", "acme"}},
			"collection":                {ClientQuery{CollectionID: col.ID}, []string{"globex"}},
			"portal email":              {ClientQuery{PortalEmail: "DEV@example.com"}, []string{"acme"}},
			"first of a policy":         {ClientQuery{PolicyID: gold.ID, Page: Page{Limit: 1}}, []string{"initech"}},
			"second of a policy":        {ClientQuery{PolicyID: gold.ID, Page: Page{Limit: 1, Cursor: cursor("clients", initech.ID)}}, []string{"acme"}},
			"two sets":                  {ClientQuery{PolicyID: gold.ID, PortalEmail: "dev@example.com"}, []string{"acme"}},
			"together":                  {ClientQuery{PolicyID: gold.ID, Q: "init"}, []string{"initech"}},
			"status":                    {ClientQuery{Status: gatehouse.Disabled}, []string{"globex"}},
			"label":                     {ClientQuery{Label: "region:us"}, []string{"initech"}},
			"label in its case":         {ClientQuery{Label: "region:eu"}, nil},
			"name of a label":           {ClientQuery{Label: "region"}, []string{"initech", "globex"}},
			"value of a label, quoted":  {ClientQuery{Label: `tier:a"region":"us"`}, []string{"globex"}},
			"colon in the name":         {ClientQuery{Label: `geo\:zone:a:b`}, []string{"initech"}},
			"name with a colon alone":   {ClientQuery{Label: `geo\:zone`}, []string{"initech"}},
			"colon not escaped":         {ClientQuery{Label: `geo:zone:a:b`}, nil},
			"backslash in the name":     {ClientQuery{Label: `dom\\user:dana`}, []string{"initech"}},
			"backslash not escaped":     {ClientQuery{Label: `dom\user:dana`}, []string{"initech"}},
			"without a profile":         {ClientQuery{Without: LackOfProfile}, []string{"acme"}},
			"never called":              {ClientQuery{Without: LackOfCall}, []string{"globex", "acme"}},
			"a page of a policy":        {ClientQuery{PolicyID: gold.ID, Status: gatehouse.Enabled, Label: "region:us", Page: Page{Limit: 1}}, []string{"initech"}},
			"further down than a page":  {ClientQuery{CollectionID: col.ID, Status: gatehouse.Disabled, Page: Page{Limit: 1}}, []string{"globex"}},
			"by name":                   {ClientQuery{Sort: ByName}, []string{"acme", "globex", "initech"}},
			"by name, backward":         {ClientQuery{Sort: ByNameBackward, Page: Page{Limit: 2}}, []string{"initech", "globex"}},
			"further by name":           {ClientQuery{Sort: ByName, Page: Page{Limit: 1, Cursor: cursor("clients.name", "acme")}}, []string{"globex"}},
			"oldest first, of a policy": {ClientQuery{Sort: OldestFirst, PolicyID: gold.ID, Page: Page{Cursor: cursor("clients.created_at", acme.ID)}}, []string{"initech"}},
			"newest first, said":        {ClientQuery{Sort: NewestFirst, Page: Page{Cursor: cursor("clients", initech.ID)}}, []string{"globex", "acme"}},
			"nothing":                   {ClientQuery{Q: "none"}, nil},
		} {
			var names []string
			f.view(func(tx *Tx) error {
				found, _, err := tx.ListClients(t.Context(), tt.query)
				for _, c := range found {
					names = append(names, c.Name)
				}
				return err
			})
			same(t, name, names, tt.want)
		}
	})
}

func TestACursorIsGoodForItsOwnOrder(t *testing.T) {
	onEachEngine(t, func(t *testing.T, f *fixture) {
		f.addClient("acme")
		f.view(func(tx *Tx) error {
			_, _, err := tx.ListClients(t.Context(), ClientQuery{Sort: ByName, Page: Page{Cursor: cursor("clients", "cl_1")}})
			wantKind(t, err, gatehouse.Invalid, "?cursor")
			return nil
		})
	})
}

func TestDeletingAClientDeletesAllThatIsItsOwn(t *testing.T) {
	onEachEngine(t, func(t *testing.T, f *fixture) {
		c, other, gold, col := f.addClient("acme"), f.addClient("other"), f.addPolicy("gold"), f.addCollection("shipments")
		for _, c := range []gatehouse.Client{c, other} {
			p := f.addProfile(c, "standard")
			tk := f.addToken(p, "secret")
			p.PolicyIDs = []string{gold.ID}
			f.change(func(tx *Tx) error {
				if err := tx.UpdateProfile(t.Context(), &p); err != nil {
					return err
				}
				if err := tx.SetClientPolicies(t.Context(), c.ID, []string{gold.ID}); err != nil {
					return err
				}
				if err := tx.SetPortalEmails(t.Context(), c.ID, []string{"dev@example.com"}); err != nil {
					return err
				}
				if err := tx.InsertLink(t.Context(), &gatehouse.OneTimeLink{ClientID: c.ID, TokenID: tk.ID, CodeHash: []byte(c.ID), Ciphertext: []byte{1}}); err != nil {
					return err
				}
				_, err := tx.GiveAccess(t.Context(), col.ID, c.ID)
				return err
			})
		}
		f.change(func(tx *Tx) error { return tx.DeleteClient(t.Context(), c.ID) })
		for _, table := range []string{"profiles", "tokens", "access", "client_policies", "profile_policies", "portal_emails", "links"} {
			n := read(f, func(ctx context.Context, tx *Tx) (int64, error) {
				return tx.count(ctx, "SELECT COUNT(*) FROM "+table)
			})
			if n != 1 {
				t.Errorf("%s: %d rows, want the other client's one", table, n)
			}
		}
		_, err := f.try(func(tx *Tx) error { return tx.DeleteClient(t.Context(), c.ID) })
		wantKind(t, err, gatehouse.NotFound, "")
	})
}

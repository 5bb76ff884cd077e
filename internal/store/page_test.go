package store

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"slices"
	"testing"

	"gatehouse"
)

func TestPagesTogetherAreTheWholeListWhateverTheirSize(t *testing.T) {
	onEachEngine(t, func(t *testing.T, f *fixture) {
		var want []string
		f.change(func(tx *Tx) error {
			for i := range 7 {
				c := gatehouse.Client{Name: fmt.Sprintf("c-%d", i)}
				if err := tx.InsertClient(t.Context(), &c); err != nil {
					return err
				}
				want = append(want, c.ID)
			}
			return nil
		})
		slices.Reverse(want)
		for limit := 1; limit <= 8; limit++ {
			var got []string
			page := Page{Limit: limit}
			for {
				f.view(func(tx *Tx) error {
					found, next, err := tx.ListClients(t.Context(), ClientQuery{Page: page})
					if len(found) > limit {
						t.Errorf("%d rows in a page of %d", len(found), limit)
					}
					for _, c := range found {
						got = append(got, c.ID)
					}
					page.Cursor = next
					return err
				})
				if page.Cursor == "" {
					break
				}
			}
			same(t, fmt.Sprintf("pages of %d", limit), got, want)
		}
	})
}

func TestLimitIsBounded(t *testing.T) {
	for given, want := range map[int]int{-1: 50, 0: 50, 1: 1, 200: 200, 201: 200} {
		if got := (Page{Limit: given}).limit(); got != want {
			t.Errorf("limit %d is taken as %d, want %d", given, got, want)
		}
	}
}

func TestMalformedCursorsAreInvalidInEveryList(t *testing.T) {
	f := newFixture(t, "")
	cursors := []string{"x", "!", cursor("elsewhere", "1"), cursor("clients"), cursor("audit", "one"), cursor("revisions", "one"), base64.RawURLEncoding.EncodeToString([]byte("clients\n\x00"))}
	for _, c := range cursors {
		page := Page{Cursor: c}
		f.view(func(tx *Tx) error {
			_, _, clients := tx.ListClients(t.Context(), ClientQuery{Page: page})
			_, _, profiles := tx.ListProfiles(t.Context(), ProfileQuery{Page: page})
			_, _, tokens := tx.ListTokens(t.Context(), TokenQuery{Page: page})
			_, _, policies := tx.ListPolicies(t.Context(), PolicyQuery{Page: page})
			_, _, collections := tx.ListCollections(t.Context(), CollectionQuery{Page: page})
			_, _, revisions := tx.ListRevisions(t.Context(), RevisionQuery{Page: page})
			_, _, access := tx.ListAccess(t.Context(), AccessQuery{Page: page})
			_, _, links := tx.ListLinks(t.Context(), LinkQuery{Page: page})
			_, _, emails := tx.ListPortalEmails(t.Context(), PortalEmailQuery{Page: page})
			_, _, users := tx.ListUsers(t.Context(), UserQuery{Page: page})
			_, _, apiKeys := tx.ListAPIKeys(t.Context(), APIKeyQuery{Page: page})
			_, _, sessions := tx.ListSessions(t.Context(), SessionQuery{Page: page})
			_, _, audit := tx.ListAudit(t.Context(), AuditQuery{Page: page})
			for _, err := range []error{clients, profiles, tokens, policies, collections, revisions, access, links, emails, users, apiKeys, sessions, audit} {
				wantKind(t, err, gatehouse.Invalid, "?cursor")
			}
			return nil
		})
	}
}

func FuzzCursor(f *testing.F) {
	fix := newFixture(f, "")
	fix.addClient("acme")
	f.Add("")
	f.Add(cursor("clients", "cl_1"))
	f.Add(cursor("audit", "1"))
	f.Add(cursor("access", "cl_1", "co_1"))
	f.Add(base64.RawURLEncoding.EncodeToString([]byte("clients\n' OR 1=1 --")))
	f.Fuzz(func(t *testing.T, c string) {
		page := Page{Cursor: c}
		err := fix.View(t.Context(), func(tx *Tx) error {
			_, _, clients := tx.ListClients(t.Context(), ClientQuery{Page: page})
			_, _, access := tx.ListAccess(t.Context(), AccessQuery{Page: page})
			_, _, audit := tx.ListAudit(t.Context(), AuditQuery{Page: page})
			for _, err := range []error{clients, access, audit} {
				if e, ok := errors.AsType[*gatehouse.Error](err); err != nil && (!ok || e.Kind != gatehouse.Invalid) {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Error(err)
		}
	})
}

// namedLists are the lists that are sorted by name, each as what reads a page.
var namedLists = map[string]func(context.Context, *Tx, Sort, Page) (ids, names []string, next string, err error){
	"clients": func(ctx context.Context, tx *Tx, by Sort, p Page) ([]string, []string, string, error) {
		found, next, err := tx.ListClients(ctx, ClientQuery{Sort: by, Page: p})
		return each(found, func(c gatehouse.Client) string { return c.ID }), each(found, func(c gatehouse.Client) string { return c.Name }), next, err
	},
	"profiles": func(ctx context.Context, tx *Tx, by Sort, p Page) ([]string, []string, string, error) {
		found, next, err := tx.ListProfiles(ctx, ProfileQuery{Sort: by, Page: p})
		return each(found, func(p gatehouse.Profile) string { return p.ID }), each(found, func(p gatehouse.Profile) string { return p.Name }), next, err
	},
	"policies": func(ctx context.Context, tx *Tx, by Sort, p Page) ([]string, []string, string, error) {
		found, next, err := tx.ListPolicies(ctx, PolicyQuery{Sort: by, Page: p})
		return each(found, func(p gatehouse.Policy) string { return p.ID }), each(found, func(p gatehouse.Policy) string { return p.Name }), next, err
	},
	"collections": func(ctx context.Context, tx *Tx, by Sort, p Page) ([]string, []string, string, error) {
		found, next, err := tx.ListCollections(ctx, CollectionQuery{Sort: by, Page: p})
		return each(found, func(c gatehouse.Collection) string { return c.ID }), each(found, func(c gatehouse.Collection) string { return c.Name }), next, err
	},
}

func each[A any](items []A, of func(A) string) (out []string) {
	for _, item := range items {
		out = append(out, of(item))
	}
	return out
}

func TestListsOfThingsWithNamesAreSortedWhateverTheirPages(t *testing.T) {
	onEachEngine(t, func(t *testing.T, f *fixture) {
		for _, name := range []string{"gold", "bronze", "silver"} {
			f.addPolicy(name)
			f.addCollection(name)
			f.addProfile(f.addClient(name), "same")
		}
		same3 := []string{"same", "same", "same"}
		for list, page := range namedLists {
			for by, want := range map[Sort][]string{
				"": {"silver", "bronze", "gold"}, NewestFirst: {"silver", "bronze", "gold"}, OldestFirst: {"gold", "bronze", "silver"},
				ByName: {"bronze", "gold", "silver"}, ByNameBackward: {"silver", "gold", "bronze"},
			} {
				if list == "profiles" {
					want = same3
				}
				for limit := 1; limit <= 3; limit++ {
					var ids, names []string
					for p := (Page{Limit: limit}); len(ids) == 0 || p.Cursor != ""; {
						f.view(func(tx *Tx) error {
							moreIDs, moreNames, next, err := page(t.Context(), tx, by, p)
							ids, names, p.Cursor = append(ids, moreIDs...), append(names, moreNames...), next
							return err
						})
					}
					same(t, fmt.Sprintf("%s by %q, pages of %d", list, by, limit), names, want)
					slices.Sort(ids)
					same(t, "distinct ids", len(slices.Compact(ids)), 3)
				}
			}
		}
	})
}

package manage_test

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"gatehouse"
	"gatehouse/internal/manage"
	"gatehouse/internal/store"
)

// A secret that goes in may come out in one place, the answer that issues it,
// and there as a Secret, which does not print itself.
func TestCanaryIsNowhere(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	const canary = "canary0123456789canary0123456789"
	var seen []any
	see := func(v ...any) { seen = append(seen, v...) }

	in := draft("shipments")
	in.Upstream.Credential = &gatehouse.Credential{Header: "X-Key", Value: canary}
	see(h.CreateCollection(t.Context(), admin, in))
	see(h.UpdateCollection(t.Context(), admin, "shipments", 0, func(c *gatehouse.Collection) error { c.Title = "New"; return nil }))
	see(h.Publish(t.Context(), admin, "shipments", 0))
	see(h.RestoreRevision(t.Context(), admin, "shipments", 1, 0))
	see(h.Collection(t.Context(), admin, "shipments"))
	see(h.Collections(t.Context(), admin, store.CollectionQuery{}))
	see(h.Revisions(t.Context(), admin, "shipments", store.Page{}))
	in.Name = "BAD NAME"
	see(h.CreateCollection(t.Context(), admin, in))

	o := recipe()
	o.Collections, o.Policies = []string{"shipments"}, nil
	o.Token = &gatehouse.NewToken{Value: canary, HandOverLink: true}
	see(h.Onboard(t.Context(), admin, o, true))
	see(h.Onboard(t.Context(), admin, o, false))
	see(h.Onboard(t.Context(), admin, o, false)) // the name is taken now
	see(h.EffectiveAccess(t.Context(), admin, "partner-acme-corp"))
	see(h.ClientCollections(t.Context(), admin, "partner-acme-corp", store.Page{}))
	profiles, _, _ := h.Profiles(t.Context(), admin, store.ProfileQuery{})
	see(h.CreateToken(t.Context(), admin, profiles[0].ID, gatehouse.NewToken{Value: canary})) // a Conflict
	see(h.CreateToken(t.Context(), admin, profiles[0].ID, gatehouse.NewToken{Value: "canary"}))
	see(h.RotateToken(t.Context(), admin, profiles[0].ID, manage.Rotation{Token: gatehouse.NewToken{Value: canary + "\n"}}))
	see(h.Tokens(t.Context(), admin, store.TokenQuery{ProfileID: profiles[0].ID}))

	see(h.CreateUser(t.Context(), admin, gatehouse.User{Email: "dana@example.com", Role: gatehouse.Admin}, canary))
	users, _, _ := h.Users(t.Context(), admin, store.UserQuery{})
	see(users, h.ResetPassword(t.Context(), admin, users[0].ID, canary), h.ResetPassword(t.Context(), admin, users[0].ID, "canary"))
	see(h.CreateUser(t.Context(), admin, gatehouse.User{Email: "dana@example.com", Role: gatehouse.Admin}, canary))
	see(h.DeleteClient(t.Context(), admin, "partner-acme-corp", 0))
	see(h.events())

	hash := h.keys.Hash(canary)
	for _, v := range seen {
		for _, text := range printed(v) {
			for _, secret := range []string{"canary", "argon2id", base64.StdEncoding.EncodeToString([]byte(canary))} {
				if strings.Contains(text, secret) {
					t.Errorf("%q is in %s", secret, text)
				}
			}
			// The keyed hash may be in a token that leaves this package; the API shows none.
			if _, isEvents := v.([]gatehouse.AuditEvent); isEvents && strings.Contains(text, hex.EncodeToString(hash[:])) {
				t.Errorf("the stored hash is in %s", text)
			}
		}
	}
}

// printed is all that a careless edge could make of a value.
func printed(v any) []string {
	encoded, _ := json.Marshal(v)
	out := []string{string(encoded), fmt.Sprintf("%v", v), fmt.Sprintf("%+v", v), fmt.Sprintf("%#v", v)}
	if err, ok := v.(error); ok {
		out = append(out, err.Error())
		if e, ok := errors.AsType[*gatehouse.Error](err); ok {
			out = append(out, fmt.Sprintf("%+v", *e))
		}
	}
	return out
}

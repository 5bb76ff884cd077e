package manage_test

import (
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"gatehouse"
	"gatehouse/internal/manage"
	"gatehouse/internal/store"
)

func (h *house) tokens(profileID string) []gatehouse.Token {
	h.t.Helper()
	tokens, _, err := h.Tokens(h.t.Context(), viewer, store.TokenQuery{ProfileID: profileID})
	if err != nil {
		h.t.Fatal(err)
	}
	return tokens
}

func rotation(overlap time.Duration) manage.Rotation {
	return manage.Rotation{Overlap: overlap, Token: gatehouse.NewToken{Generate: true}}
}

func TestRotationRetiresOlderTokensAtTheEarlierEnd(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	p := h.profile(h.client("acme").ID, "standard")
	short := must(h.CreateToken(t.Context(), admin, p.ID, gatehouse.NewToken{Generate: true, ExpiresAt: h.now.Add(time.Hour)}))(t)
	gone := must(h.CreateToken(t.Context(), admin, p.ID, gatehouse.NewToken{Generate: true, ExpiresAt: h.now.Add(time.Second)}))(t)
	h.now = h.now.Add(time.Minute)

	var fresh manage.IssuedToken
	events := h.since(func() { fresh = must(h.RotateToken(t.Context(), editor, p.ID, rotation(24*time.Hour)))(t) })
	type end struct {
		Status    gatehouse.TokenStatus
		ExpiresAt time.Time
	}
	got := map[string]end{}
	for _, token := range h.tokens(p.ID) {
		got[token.ID] = end{token.Status(h.now), token.ExpiresAt}
	}
	want := map[string]end{
		fresh.ID:   {gatehouse.TokenActive, time.Time{}},
		p.Token.ID: {gatehouse.TokenRetiring, h.now.Add(24 * time.Hour)},
		short.ID:   {gatehouse.TokenRetiring, short.ExpiresAt},
		gone.ID:    {gatehouse.TokenExpired, gone.ExpiresAt},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	wantActions := []string{"token.created " + fresh.Prefix, "token.retired " + short.Prefix, "token.retired " + p.Token.Prefix}
	if diff := cmp.Diff(wantActions, actions(events)); diff != "" {
		t.Error(diff)
	}

	// A second rotation may only bring the end of a retiring token nearer.
	must(h.RotateToken(t.Context(), editor, p.ID, rotation(90*24*time.Hour)))(t)
	for _, token := range h.tokens(p.ID) {
		if token.ID == p.Token.ID && !token.ExpiresAt.Equal(want[token.ID].ExpiresAt) {
			t.Errorf("a second rotation moved the end to %v", token.ExpiresAt)
		}
	}
	must(h.RotateToken(t.Context(), editor, p.ID, rotation(0)))(t)
	for i, token := range h.tokens(p.ID) {
		if status := token.Status(h.now); (status == gatehouse.TokenActive) != (i == 0) || i > 0 && status != gatehouse.TokenExpired {
			t.Errorf("token %d is %s after a rotation without overlap", i, status)
		}
	}
}

func TestOverlapIsBounded(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	p := h.profile(h.client("acme").ID, "standard")
	for _, overlap := range []time.Duration{-1, manage.MaxOverlap + 1} {
		_, err := h.RotateToken(t.Context(), admin, p.ID, rotation(overlap))
		wantError(t, err, gatehouse.Invalid, "/overlap")
	}
}

func TestAProfileOfAnotherMethodHoldsNoTokens(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	in := gatehouse.Profile{Name: "open", ClientID: h.client("acme").ID, Auth: gatehouse.Auth{Type: gatehouse.AuthNone}}
	p := must(h.CreateProfile(t.Context(), admin, in, nil))(t)
	_, err := h.RotateToken(t.Context(), admin, p.ID, rotation(0))
	wantError(t, err, gatehouse.Conflict)
}

func TestPastedTokenKeepsFourCharactersForRecognition(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	p := h.profile(h.client("acme").ID, "standard")
	in := rotation(0)
	in.Token = gatehouse.NewToken{Value: "abcdefghijklmnopqrstuvwxyz012345"}
	if out := must(h.RotateToken(t.Context(), admin, p.ID, in))(t); out.Prefix != "abcd" || out.Secret != in.Token.Value {
		t.Errorf("got prefix %q", out.Prefix)
	}
}

func TestRevokedTokenStaysRevoked(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	c := h.client("acme")
	p, other := h.profile(c.ID, "standard"), h.profile(c.ID, "other")
	if err := h.RevokeToken(t.Context(), admin, other.ID, p.Token.ID); kindOf(err) != gatehouse.NotFound {
		t.Errorf("revoked through another profile: %v", err)
	}
	events := h.since(func() {
		for range 2 {
			if err := h.RevokeToken(t.Context(), editor, p.ID, p.Token.ID); err != nil {
				t.Fatal(err)
			}
		}
	})
	if diff := cmp.Diff([]string{`/status "active" → "revoked"`}, changes(events[0])); diff != "" || len(events) != 1 {
		t.Errorf("%s (%d events)", diff, len(events))
	}
}

func (h *house) linked(t *testing.T) (manage.CreatedProfile, gatehouse.Secret) {
	t.Helper()
	in := tokenProfile(h.client("acme").ID, "standard")
	p := must(h.CreateProfile(t.Context(), admin, in, &gatehouse.NewToken{Generate: true, HandOverLink: true}))(t)
	return p, p.Token.Link.URL[len("https://portal.example.com/reveal/"):]
}

func TestLinkShowsItsSecretExactlyOnce(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	p, code := h.linked(t)
	if err := h.CheckLink(t.Context(), code); err != nil {
		t.Fatal(err)
	}
	var mu sync.Mutex
	var shown int
	var wg sync.WaitGroup
	events := h.since(func() {
		for range 8 {
			wg.Go(func() {
				out, err := h.RevealLink(t.Context(), code, "198.51.100.9", "req_2")
				mu.Lock()
				defer mu.Unlock()
				if err == nil {
					shown++
					if out.Secret != p.Token.Secret || out.ProfileName != "standard" || out.ClientName != "acme" {
						t.Errorf("revealed %+v", out)
					}
				} else if kindOf(err) != gatehouse.NotFound {
					t.Error(err)
				}
			})
		}
		wg.Wait()
	})
	if shown != 1 || len(events) != 1 || events[0].Action != "one_time_link.revealed" || events[0].Actor.Type != gatehouse.ActorPartner || events[0].Actor.IP != "198.51.100.9" {
		t.Errorf("shown %d times: %+v", shown, events)
	}
	if err := h.CheckLink(t.Context(), code); kindOf(err) != gatehouse.NotFound {
		t.Errorf("a spent link can still be opened: %v", err)
	}
}

func TestLinkEndsWithItsTokenItsRevocationAndItsDay(t *testing.T) {
	t.Parallel()
	for name, end := range map[string]func(*house, manage.CreatedProfile) error{
		"token revoked": func(h *house, p manage.CreatedProfile) error {
			return h.RevokeToken(t.Context(), admin, p.ID, p.Token.ID)
		},
		"link revoked": func(h *house, p manage.CreatedProfile) error {
			return h.RevokeLink(t.Context(), editor, p.Token.Link.ID)
		},
		"a day later": func(h *house, _ manage.CreatedProfile) error {
			h.now = h.now.Add(24 * time.Hour)
			return nil
		},
	} {
		t.Run(name, func(t *testing.T) {
			h := newHouse(t)
			p, code := h.linked(t)
			if err := end(h, p); err != nil {
				t.Fatal(err)
			}
			if _, err := h.RevealLink(t.Context(), code, "", ""); kindOf(err) != gatehouse.NotFound {
				t.Errorf("revealed: %v", err)
			}
		})
	}
}

package store

import (
	"context"
	"testing"
	"time"

	"gatehouse"
)

func TestUserIsReadAsItWasStored(t *testing.T) {
	onEachEngine(t, func(t *testing.T, f *fixture) {
		u := gatehouse.User{
			Email: "Dana@Example.com", Name: "Dana", Role: gatehouse.Admin, Status: gatehouse.Enabled, PasswordHash: "$argon2id$…",
		}
		f.change(func(tx *Tx) error { return tx.InsertUser(t.Context(), &u) })
		if u.Email != "dana@example.com" {
			t.Errorf("email %q is not folded", u.Email)
		}
		u.LastSignInAt, u.Role = f.clock, gatehouse.Editor
		f.change(func(tx *Tx) error { return tx.UpdateUser(t.Context(), &u) })
		f.clock = f.clock.Add(time.Minute)
		f.change(func(tx *Tx) error { return tx.NoteSignIn(t.Context(), u.ID) })
		u.LastSignInAt = f.clock
		other := gatehouse.User{Email: "root@example.com", Role: gatehouse.Admin, Status: gatehouse.Disabled}
		f.change(func(tx *Tx) error { return tx.InsertUser(t.Context(), &other) })
		f.view(func(tx *Tx) error {
			byID, err := tx.User(t.Context(), u.ID)
			same(t, "by id", byID, u)
			if err != nil {
				return err
			}
			byEmail, err := tx.UserByEmail(t.Context(), " DANA@example.com")
			same(t, "by email", byEmail, u)
			if err != nil {
				return err
			}
			found, _, err := tx.ListUsers(t.Context(), UserQuery{Q: "dan"})
			same(t, "found", found, []gatehouse.User{u})
			for role, want := range map[gatehouse.Role]int64{gatehouse.Editor: 1, gatehouse.Admin: 0} {
				if n, err := tx.CountUsers(t.Context(), role); err != nil || n != want {
					t.Errorf("%d enabled users are %s, %v; want %d", n, role, err, want)
				}
			}
			return err
		})
		f.change(func(tx *Tx) error { return tx.DeleteUser(t.Context(), u.ID) })
		_, err := f.try(func(tx *Tx) error { return tx.UpdateUser(t.Context(), &u) })
		wantKind(t, err, gatehouse.NotFound, "")
	})
}

func TestAPIKeyIsReadAsItWasStored(t *testing.T) {
	onEachEngine(t, func(t *testing.T, f *fixture) {
		hash := f.keys.Hash("ghk_secret")
		k := gatehouse.APIKey{Name: "ci", Role: gatehouse.Editor, Prefix: "ghk_1234", Hash: hash[:], ExpiresAt: f.clock.Add(time.Hour)}
		f.change(func(tx *Tx) error { return tx.InsertAPIKey(t.Context(), &k) })
		k.RevokedAt = f.clock
		f.change(func(tx *Tx) error { return tx.UpdateAPIKey(t.Context(), &k) })
		version := k.Version
		for _, at := range []time.Time{f.clock.Add(time.Minute), f.clock} {
			if err := f.NoteAPIKeyUse(t.Context(), k.ID, at); err != nil {
				t.Fatal(err)
			}
		}
		k.LastUsedAt = f.clock.Add(time.Minute)
		f.view(func(tx *Tx) error {
			for _, key := range []string{k.ID, k.Name} {
				got, err := tx.APIKey(t.Context(), key)
				same(t, key, got, k)
				if err != nil {
					return err
				}
			}
			byHash, err := tx.APIKeyByHash(t.Context(), hash[:])
			same(t, "by hash", byHash, k)
			if err != nil {
				return err
			}
			found, _, err := tx.ListAPIKeys(t.Context(), APIKeyQuery{Q: "c"})
			same(t, "found", found, []gatehouse.APIKey{k})
			_, missing := tx.APIKeyByHash(t.Context(), []byte{1})
			wantKind(t, missing, gatehouse.NotFound, "")
			return err
		})
		if k.Version != version {
			t.Error("use moved the version")
		}
		f.change(func(tx *Tx) error { return tx.DeleteAPIKey(t.Context(), k.ID) })
		_, err := f.try(func(tx *Tx) error { return tx.DeleteAPIKey(t.Context(), k.ID) })
		wantKind(t, err, gatehouse.NotFound, "")
	})
}

func TestSessionsEndByTimeByWishAndWithTheirUser(t *testing.T) {
	onEachEngine(t, func(t *testing.T, f *fixture) {
		u := gatehouse.User{Email: "dana@example.com"}
		f.change(func(tx *Tx) error { return tx.InsertUser(t.Context(), &u) })
		add := func(hash byte, life time.Duration) (s gatehouse.Session) {
			s = gatehouse.Session{UserID: u.ID, Hash: []byte{hash}, ExpiresAt: f.clock.Add(life), IP: "192.0.2.1", UserAgent: "curl\xff\x00"}
			f.change(func(tx *Tx) error { return tx.InsertSession(t.Context(), &s) })
			return s
		}
		short, long, longest := add(1, time.Minute), add(2, time.Hour), add(3, 2*time.Hour)
		f.view(func(tx *Tx) error {
			got, err := tx.SessionByHash(t.Context(), []byte{1})
			same(t, "by hash", got, short)
			if err != nil {
				return err
			}
			got, err = tx.Session(t.Context(), long.ID)
			same(t, "by id", got, long)
			return err
		})
		f.clock = f.clock.Add(time.Minute)
		f.view(func(tx *Tx) error {
			_, err := tx.SessionByHash(t.Context(), []byte{1})
			wantKind(t, err, gatehouse.NotFound, "")
			all, _, err := tx.ListSessions(t.Context(), SessionQuery{UserID: u.ID})
			same(t, "alive", all, []gatehouse.Session{longest, long})
			return err
		})
		f.change(func(tx *Tx) error {
			n, err := tx.DeleteUserSessions(t.Context(), u.ID, long.ID)
			if n != 2 {
				t.Errorf("%d sessions ended, want 2", n)
			}
			return err
		})
		f.change(func(tx *Tx) error { return tx.DeleteSession(t.Context(), long.ID) })
		last := add(4, time.Hour)
		f.change(func(tx *Tx) error { return tx.DeleteUser(t.Context(), u.ID) })
		f.view(func(tx *Tx) error {
			_, err := tx.SessionByHash(t.Context(), last.Hash)
			wantKind(t, err, gatehouse.NotFound, "")
			return nil
		})
	})
}

func TestSettingsAreTheDefaultsUntilSaved(t *testing.T) {
	onEachEngine(t, func(t *testing.T, f *fixture) {
		get := func() gatehouse.Settings {
			return read(f, func(ctx context.Context, tx *Tx) (gatehouse.Settings, error) { return tx.Settings(ctx) })
		}
		s := get()
		defaults := gatehouse.DefaultSettings()
		defaults.Version = 1 // so that the first change of them can say what it was made on
		same(t, "defaults", s, defaults)
		stale := s
		s.Branding = gatehouse.Branding{Name: "Acme", LogoURL: "https://example.com/logo.png", AccentColor: "#1a5fb4"}
		s.Support, s.RequestAccess = gatehouse.Support{Email: "help@example.com", URL: "https://example.com"}, true
		f.change(func(tx *Tx) error { return tx.SaveSettings(t.Context(), &s) })
		same(t, "saved", get(), s)
		second := s
		s.Retention.RequestLogAge = 48 * time.Hour
		f.change(func(tx *Tx) error { return tx.SaveSettings(t.Context(), &s) })
		same(t, "saved again", get(), s)
		for name, old := range map[string]gatehouse.Settings{"before any": stale, "the first": second} {
			_, err := f.try(func(tx *Tx) error { return tx.SaveSettings(t.Context(), &old) })
			t.Run(name, func(t *testing.T) { wantKind(t, err, gatehouse.Stale, "") })
		}
	})
}

package store

import (
	"strings"
	"testing"
	"time"

	"gatehouse"
)

func (f *fixture) addMail(to string) gatehouse.Mail {
	f.Helper()
	m := gatehouse.Mail{
		Kind: gatehouse.MailInvitation, To: to, Subject: "You are invited", Text: "Open https://x/ghi_canary", HTML: "<p>ghi_canary</p>",
		ExpiresAt: f.clock.Add(72 * time.Hour),
	}
	f.change(func(tx *Tx) error { return tx.InsertMail(f.Context(), &m) })
	return m
}

func (f *fixture) mail(id string) (m gatehouse.Mail) {
	f.Helper()
	f.view(func(tx *Tx) (err error) {
		m, err = tx.Mail(f.Context(), id)
		return err
	})
	return m
}

func (f *fixture) claim() gatehouse.Mail {
	f.Helper()
	m, err := f.ClaimMail(f.Context())
	if err != nil {
		f.Fatal(err)
	}
	return m
}

func TestMailIsReadAsItWasStoredAndListedWithoutContent(t *testing.T) {
	onEachEngine(t, func(t *testing.T, f *fixture) {
		m := f.addMail("dana@example.com")
		same(t, "mail", f.mail(m.ID), m)
		f.view(func(tx *Tx) error {
			for _, q := range []MailQuery{{}, {Q: "DANA"}, {Q: "invited"}, {Q: m.ID}, {Status: gatehouse.MailWaiting}} {
				found, _, err := tx.ListMails(t.Context(), q)
				if err != nil || len(found) != 1 || found[0].Text != "" || found[0].HTML != "" {
					t.Errorf("%+v: %v, %v", q, found, err)
				}
			}
			found, _, err := tx.ListMails(t.Context(), MailQuery{Status: gatehouse.MailSent})
			if len(found) != 0 {
				t.Errorf("sent: %v", found)
			}
			return err
		})
	})
}

func TestMailIsClaimedOnceAndAgainWhenItsBearerDied(t *testing.T) {
	onEachEngine(t, func(t *testing.T, f *fixture) {
		m := f.addMail("dana@example.com")
		if got := f.claim(); got.ID != m.ID || got.Attempts != 1 || got.Text != m.Text {
			t.Errorf("claimed %+v", got)
		}
		if got := f.claim(); got.ID != "" {
			t.Errorf("claimed twice: %+v", got)
		}
		f.clock = f.clock.Add(MailLease)
		if got := f.claim(); got.ID != m.ID || got.Attempts != 2 {
			t.Errorf("after the lease: %+v", got)
		}
	})
}

func TestDeliveredMailForgetsWhatItSaid(t *testing.T) {
	onEachEngine(t, func(t *testing.T, f *fixture) {
		m := f.addMail("dana@example.com")
		f.claim()
		if err := f.NoteDelivery(t.Context(), m.ID, Delivery{}); err != nil {
			t.Fatal(err)
		}
		got := f.mail(m.ID)
		if got.Status != gatehouse.MailSent || !got.SentAt.Equal(f.clock) || got.Text != "" || got.HTML != "" {
			t.Errorf("mail %+v", got)
		}
		_, err := f.try(func(tx *Tx) error { return tx.RetryMail(t.Context(), m.ID) })
		wantKind(t, err, gatehouse.NotFound, "")
	})
}

func TestFailedMailWaitsUntilItIsRetried(t *testing.T) {
	onEachEngine(t, func(t *testing.T, f *fixture) {
		m := f.addMail("dana@example.com")
		f.claim()
		if err := f.NoteDelivery(t.Context(), m.ID, Delivery{Error: "421 busy", Retry: time.Minute}); err != nil {
			t.Fatal(err)
		}
		if got := f.claim(); got.ID != "" {
			t.Errorf("claimed too early: %+v", got)
		}
		f.clock = f.clock.Add(time.Minute)
		f.claim()
		if err := f.NoteDelivery(t.Context(), m.ID, Delivery{Error: "550 no such user"}); err != nil {
			t.Fatal(err)
		}
		f.clock = f.clock.Add(time.Hour)
		if got := f.claim(); got.ID != "" {
			t.Errorf("claimed a failed one: %+v", got)
		}
		if got := f.mail(m.ID); got.Status != gatehouse.MailFailed || got.LastError != "550 no such user" {
			t.Errorf("mail %+v", got)
		}
		f.change(func(tx *Tx) error { return tx.RetryMail(t.Context(), m.ID) })
		if got := f.claim(); got.ID != m.ID || got.Attempts != 1 {
			t.Errorf("after a retry: %+v", got)
		}
	})
}

func TestExpiredMailIsNotSent(t *testing.T) {
	onEachEngine(t, func(t *testing.T, f *fixture) {
		m := f.addMail("dana@example.com")
		f.clock = m.ExpiresAt
		if got := f.claim(); got.ID != "" {
			t.Errorf("claimed %+v", got)
		}
		if got := f.mail(m.ID); got.Status != gatehouse.MailFailed || got.Text != "" || !strings.Contains(got.LastError, "expired") {
			t.Errorf("mail %+v", got)
		}
	})
}

func TestMailsAreWithdrawnDeletedAndSwept(t *testing.T) {
	onEachEngine(t, func(t *testing.T, f *fixture) {
		dana, eve := f.addMail("dana@example.com"), f.addMail("eve@example.com")
		f.change(func(tx *Tx) error { return tx.WithdrawMails(t.Context(), gatehouse.MailInvitation, "dana@example.com") })
		_, err := f.try(func(tx *Tx) error { return tx.DeleteMail(t.Context(), dana.ID) })
		wantKind(t, err, gatehouse.NotFound, "")
		if err := f.NoteDelivery(t.Context(), eve.ID, Delivery{}); err != nil {
			t.Fatal(err)
		}
		f.clock = f.clock.Add(sentMailKept)
		f.addMail("kim@example.com")
		_, err = f.try(func(tx *Tx) error { return tx.DeleteMail(t.Context(), eve.ID) })
		wantKind(t, err, gatehouse.NotFound, "")
	})
}

func TestUserIsFoundByInvitationAndIdentity(t *testing.T) {
	onEachEngine(t, func(t *testing.T, f *fixture) {
		plain := gatehouse.User{Email: "plain@example.com"}
		u := gatehouse.User{
			Email: "dana@example.com", InvitationHash: []byte{1, 2}, InvitedUntil: f.clock.Add(time.Hour), Issuer: "https://id.example", Subject: "42",
		}
		f.change(func(tx *Tx) error {
			if err := tx.InsertUser(t.Context(), &plain); err != nil {
				return err
			}
			return tx.InsertUser(t.Context(), &u)
		})
		find := func(hash []byte, issuer, subject string) (errs [2]error) {
			f.view(func(tx *Tx) error {
				_, errs[0] = tx.UserByInvitation(t.Context(), hash)
				_, errs[1] = tx.UserByIdentity(t.Context(), issuer, subject)
				return nil
			})
			return errs
		}
		if errs := find([]byte{1, 2}, "https://id.example", "42"); errs[0] != nil || errs[1] != nil {
			t.Error(errs)
		}
		for _, err := range find(nil, "", "") {
			wantKind(t, err, gatehouse.NotFound, "")
		}
		f.clock = u.InvitedUntil
		wantKind(t, find([]byte{1, 2}, "", "")[0], gatehouse.NotFound, "")
	})
}

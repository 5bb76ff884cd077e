package mail_test

import (
	"context"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"gatehouse"
	"gatehouse/internal/gatetest/smtptest"
	"gatehouse/internal/mail"
	"gatehouse/internal/seal"
	"gatehouse/internal/store"
)

// post is an Outbox over a store of its own, with a sender to a mail server.
type post struct {
	t      *testing.T
	store  *store.Store
	sink   *smtptest.Sink
	sender *mail.Sender
	mu     sync.Mutex
	now    time.Time
}

func newPost(t *testing.T) *post {
	t.Helper()
	dir := t.TempDir()
	keys, err := seal.LoadKeys(dir, "")
	if err != nil {
		t.Fatal(err)
	}
	p := &post{t: t, sink: smtptest.Start(t), now: time.Now()}
	p.store, err = store.Open(t.Context(), store.Options{DataDir: dir, Keys: keys, Now: func() time.Time {
		p.mu.Lock()
		defer p.mu.Unlock()
		return p.now
	}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = p.store.Close() })
	p.sender = mail.NewSender(p.store, newServer(t, "smtp://"+p.sink.Addr, "gatehouse@example.com"), slog.New(slog.DiscardHandler))
	return p
}

func (p *post) write(m gatehouse.Mail) gatehouse.Mail {
	p.t.Helper()
	_, err := p.store.Change(p.t.Context(), store.By{}, func(tx *store.Tx) ([]store.Event, error) {
		return []store.Event{{Action: "test.done"}}, tx.InsertMail(p.t.Context(), &m)
	})
	if err != nil {
		p.t.Fatal(err)
	}
	return m
}

func (p *post) read(id string) (m gatehouse.Mail) {
	p.t.Helper()
	err := p.store.View(p.t.Context(), func(tx *store.Tx) (err error) {
		m, err = tx.Mail(p.t.Context(), id)
		return err
	})
	if err != nil {
		p.t.Fatal(err)
	}
	return m
}

func (p *post) deliver() error {
	p.t.Helper()
	m, err := p.store.ClaimMail(p.t.Context())
	if err != nil || m.ID == "" {
		p.t.Fatalf("nothing to deliver: %v", err)
	}
	_, err = p.sender.Deliver(p.t.Context(), m)
	return err
}

func (p *post) wait(d time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.now = p.now.Add(d)
}

func TestRunDeliversWhatWaitsAndWhatComes(t *testing.T) {
	t.Parallel()
	p := newPost(t)
	p.write(gatehouse.Mail{Kind: gatehouse.MailInvitation, To: "first@example.com"})
	ctx, stop := context.WithCancel(t.Context())
	var running sync.WaitGroup
	running.Go(func() { p.sender.Run(ctx) })
	if got := p.sink.Next(t); got.To != "first@example.com" {
		t.Errorf("got %+v", got)
	}
	second := p.write(gatehouse.Mail{Kind: gatehouse.MailInvitation, To: "second@example.com"})
	p.sender.Wake()
	if got := p.sink.Next(t); got.To != "second@example.com" {
		t.Errorf("got %+v", got)
	}
	stop()
	running.Wait()
	if m := p.read(second.ID); m.Status != gatehouse.MailSent {
		t.Errorf("mail %+v", m)
	}
}

func TestMailIsTriedForADayAndThenGivenUp(t *testing.T) {
	t.Parallel()
	p := newPost(t)
	p.sink.Refuse(451, "busy")
	m := p.write(gatehouse.Mail{Kind: gatehouse.MailInvitation, To: "dana@example.com"})
	attempts, waited := 0, time.Duration(0)
	for p.read(m.ID).Status == gatehouse.MailWaiting {
		if err := p.deliver(); err == nil {
			t.Fatal("it was taken")
		}
		attempts++
		pause := p.read(m.ID).NextAttemptAt.Sub(p.now) + time.Second
		waited += pause
		p.wait(pause)
	}
	if got := p.read(m.ID); attempts != 9 || waited < 20*time.Hour || waited > 30*time.Hour || !strings.Contains(got.LastError, "busy") {
		t.Errorf("%d attempts in %v: %+v", attempts, waited, got)
	}
}

func TestMailThatIsRefusedForGoodIsNotTriedAgain(t *testing.T) {
	t.Parallel()
	p := newPost(t)
	p.sink.Refuse(550, "no such user")
	m := p.write(gatehouse.Mail{Kind: gatehouse.MailInvitation, To: "dana@example.com", Text: "ghi_canary"})
	if err := p.deliver(); err == nil {
		t.Fatal("it was taken")
	}
	if got := p.read(m.ID); got.Status != gatehouse.MailFailed || got.Text == "" {
		t.Errorf("mail %+v", got)
	}
	p.sink.Refuse(0, "")
	_, err := p.store.Change(t.Context(), store.By{}, func(tx *store.Tx) ([]store.Event, error) {
		return []store.Event{{Action: "test.done"}}, tx.RetryMail(t.Context(), m.ID)
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := p.deliver(); err != nil {
		t.Fatal(err)
	}
	if got := p.sink.Messages(); len(got) != 1 || !strings.Contains(got[0].Data, "ghi_canary") {
		t.Errorf("got %+v", got)
	}
}

func TestLettersSayWhatTheyMustInBothForms(t *testing.T) {
	t.Parallel()
	l := mail.Letter{
		Brand: "North\r\nBcc: eve@example.com", From: "<b>Dana</b>", Role: gatehouse.Editor,
		Link: "https://c.example/setup?invitation=ghi_x", ExpiresAt: time.Date(2026, 3, 5, 9, 30, 0, 0, time.UTC),
	}
	m, err := mail.Invitation("kim@example.com", l)
	if err != nil {
		t.Fatal(err)
	}
	for _, form := range []string{m.Text.Reveal(), m.HTML.Reveal()} {
		for _, want := range []string{l.URL(), "editor", "Thursday, 5 March 2026, 09:30 UTC"} {
			if !strings.Contains(form, want) {
				t.Errorf("no %q in\n%s", want, form)
			}
		}
	}
	if strings.Contains(m.HTML.Reveal(), "<b>") || strings.ContainsAny(m.Subject, "\r\n") {
		t.Errorf("markup or lines got in: %s\n%s", m.Subject, m.HTML.Reveal())
	}
	if !m.ExpiresAt.Equal(l.ExpiresAt) {
		t.Errorf("expires at %v", m.ExpiresAt)
	}
	if m, err := mail.Test("kim@example.com", l); err != nil || m.Text == "" || m.HTML == "" {
		t.Errorf("%+v, %v", m, err)
	}
}

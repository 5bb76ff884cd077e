package adminapi

import (
	"log/slog"
	"strings"
	"testing"

	"gatehouse"
	"gatehouse/internal/gatetest/smtptest"
	"gatehouse/internal/mail"
	"gatehouse/internal/manage"
	"gatehouse/internal/signin"
)

// withMail gives the rig a mail server. Nothing is delivered by itself.
func (r *rig) withMail() *smtptest.Sink {
	r.t.Helper()
	sink := smtptest.Start(r.t)
	server, err := mail.NewServer(gatehouse.Secret("smtp://"+sink.Addr), "gatehouse@example.com")
	check(r.t, err)
	r.control.Sender = mail.NewSender(r.options.Store, server, slog.New(slog.DiscardHandler))
	r.options.Control = manage.New(r.control)
	r.options.Desk = signin.New(signin.Options{Store: r.control.Store, Keys: r.control.Keys, Control: r.options.Control})
	r.server.Config.Handler = New(r.options)
	return sink
}

func TestMailServerIsShownAndTried(t *testing.T) {
	r := newRig(t)
	if a := r.send("GET", "/settings/mail", "").must(200); a.value("server") != nil || a.value("from") != nil {
		t.Errorf("without a server: %s", a.body)
	}
	r.send("POST", "/settings/test-mail", `{"to":"dana@example.com"}`).must(409)
	sink := r.withMail()
	if a := r.send("GET", "/settings/mail", "").must(200); a.text("server") != sink.Addr || a.text("from") != "gatehouse@example.com" {
		t.Errorf("with a server: %s", a.body)
	}
	a := r.send("POST", "/settings/test-mail", `{"to":"dana@example.com"}`).must(200)
	if a.value("sent") != true || !strings.Contains(a.text("answer"), "OK") || len(sink.Messages()) != 1 {
		t.Errorf("trial: %s", a.body)
	}
	if m := r.send("GET", "/outbox/"+a.text("mail_id"), "").must(200); m.text("status") != "sent" || m.value("text") != nil || m.text("sent_at") == "" {
		t.Errorf("mail: %s", m.body)
	}
	if a := r.send("POST", "/settings/test-mail", `{"to":"no address"}`).must(422); !strings.Contains(a.body, pointer("/to")) || strings.Contains(a.body, "no address") {
		t.Errorf("bad address: %s", a.body)
	}
}

func TestFailedTestMailSaysWhyAndCanBeRetried(t *testing.T) {
	r := newRig(t)
	sink := r.withMail()
	sink.Refuse(550, "relaying denied")
	a := r.send("POST", "/settings/test-mail", `{"to":"dana@example.com"}`).must(200)
	if a.value("sent") != false || !strings.Contains(a.text("answer"), "relaying denied") {
		t.Errorf("trial: %s", a.body)
	}
	id := a.text("mail_id")
	if a := r.send("GET", "/outbox?status=failed", "").must(200); !strings.Contains(a.body, id) || !strings.Contains(a.body, "relaying denied") {
		t.Errorf("outbox: %s", a.body)
	}
	if a := r.send("POST", "/outbox/"+id+"/retry", "").must(200); a.text("status") != "waiting" || a.value("attempts") != 0.0 {
		t.Errorf("mail: %s", a.body)
	}
	r.send("DELETE", "/outbox/"+id, "").must(204)
	r.send("GET", "/outbox/"+id, "").must(404)
	r.send("POST", "/outbox/"+id+"/retry", "").must(404)
	log := r.send("GET", "/audit-logs?resource_type=mail", "").must(200).body
	for _, want := range []string{"mail.created", "mail.retried", "mail.deleted"} {
		if !strings.Contains(log, want) {
			t.Errorf("no %s in %s", want, log)
		}
	}
}

func TestMailThatIsOutIsNotRetried(t *testing.T) {
	r := newRig(t)
	r.withMail()
	id := r.send("POST", "/settings/test-mail", `{"to":"dana@example.com"}`).must(200).text("mail_id")
	r.send("POST", "/outbox/"+id+"/retry", "").must(409)
	r.send("GET", "/outbox?status=lost", "").must(422)
}

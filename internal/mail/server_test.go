package mail_test

import (
	"errors"
	"strings"
	"testing"

	"gatehouse"
	"gatehouse/internal/gatetest/smtptest"
	"gatehouse/internal/mail"
)

func newServer(t *testing.T, url, from string) *mail.Server {
	t.Helper()
	s, err := mail.NewServer(gatehouse.Secret(url), from)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

var greeting = gatehouse.Mail{
	ID: "ml_1", To: "dana@example.com", Subject: "Grüße", Text: "Open https://c/setup?invitation=ghi_x", HTML: "<p>Open</p>",
}

func TestMailArrivesWithItsParts(t *testing.T) {
	t.Parallel()
	sink := smtptest.Start(t)
	answer, err := newServer(t, "smtp://"+sink.Addr, "gatehouse@example.com").Send(t.Context(), greeting)
	if err != nil || !strings.Contains(answer, "OK") {
		t.Fatalf("%q, %v", answer, err)
	}
	got := sink.Messages()[0]
	if got.From != "gatehouse@example.com" || got.To != "dana@example.com" || got.User != "" {
		t.Errorf("envelope %+v", got)
	}
	for _, want := range []string{
		"Subject: =?UTF-8?q?Gr=C3=BC=C3=9Fe?=", "Message-ID: <ml_1@example.com>", "Auto-Submitted: auto-generated", "text/plain", "text/html", "ghi_x",
	} {
		if !strings.Contains(got.Data, want) {
			t.Errorf("no %q in\n%s", want, got.Data)
		}
	}
}

func TestServerIsSignedInTo(t *testing.T) {
	t.Parallel()
	sink := smtptest.Start(t)
	good := "smtp://gatehouse%40example.com:" + smtptest.Password + "@" + sink.Addr
	if _, err := newServer(t, good, "").Send(t.Context(), greeting); err != nil {
		t.Fatal(err)
	}
	if got := sink.Messages()[0]; got.User != smtptest.User || got.From != smtptest.User {
		t.Errorf("got %+v", got)
	}
	_, err := newServer(t, strings.Replace(good, "smtp-canary", "wrong-canary", 1), "").Send(t.Context(), greeting)
	if err == nil || strings.Contains(err.Error(), "canary") || !strings.Contains(err.Error(), "535") {
		t.Errorf("got %v", err)
	}
}

func TestPasswordDoesNotLeaveWithoutTLS(t *testing.T) {
	t.Parallel()
	sink := smtptest.Start(t)
	_, port, _ := strings.Cut(sink.Addr, ":")
	// The same server under a name that is not known to be this machine.
	_, err := newServer(t, "smtp://gatehouse%40example.com:"+smtptest.Password+"@localhost.:"+port, "").Send(t.Context(), greeting)
	if err == nil || len(sink.Messages()) != 0 || strings.Contains(err.Error(), "canary") {
		t.Errorf("got %v, %v", err, sink.Messages())
	}
}

func TestRefusalSaysWhyAndWhetherForGood(t *testing.T) {
	t.Parallel()
	sink := smtptest.Start(t)
	server := newServer(t, "smtp://"+sink.Addr, "gatehouse@example.com")
	for code, permanent := range map[int]bool{451: false, 550: true} {
		sink.Refuse(code, "not today\x1b[31m")
		_, err := server.Send(t.Context(), greeting)
		r, ok := errors.AsType[*mail.Refusal](err)
		if !ok || r.Permanent != permanent || !strings.Contains(r.Answer, "not today") || strings.ContainsAny(r.Answer, "\x1b\r\n") {
			t.Errorf("%d: %#v, %v", code, r, err)
		}
	}
}

func TestServerThatIsAwayIsNoPermanentFailure(t *testing.T) {
	t.Parallel()
	_, err := newServer(t, "smtp://127.0.0.1:1", "gatehouse@example.com").Send(t.Context(), greeting)
	if r, ok := errors.AsType[*mail.Refusal](err); !ok || r.Permanent {
		t.Errorf("got %#v", err)
	}
}

func TestURLIsReadAndNeverRepeated(t *testing.T) {
	t.Parallel()
	for url, want := range map[string]string{
		"smtp://mail.example.com": "mail.example.com:587", "smtps://mail.example.com": "mail.example.com:465", "smtp://[::1]:2525": "[::1]:2525",
	} {
		if got := newServer(t, url, "a@example.com").Addr(); got != want {
			t.Errorf("%s: %s", url, got)
		}
	}
	for _, url := range []string{"http://canary@x", "smtp://", "smtp://u:canary%zz@x", "smtp://u:canary@x:port"} {
		if _, err := mail.NewServer(gatehouse.Secret(url), "a@example.com"); err == nil || strings.Contains(err.Error(), "canary") {
			t.Errorf("%s: %v", url, err)
		}
	}
	if _, err := mail.NewServer("smtp://user:canary@x", ""); err == nil {
		t.Error("a server without a sender was taken")
	}
}

// Package smtptest is a mail server for tests: it speaks SMTP on a loopback
// port, keeps what it is given and can be told to refuse.
package smtptest

import (
	"io"
	"net"
	"sync"
	"testing"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
)

// The one account of the server.
const (
	User     = "gatehouse@example.com"
	Password = "smtp-canary-password"
)

// Message is a mail as it arrived.
type Message struct {
	From, To, Data string
	User           string // who had signed in; empty: nobody
}

// Sink is a running mail server. It is safe for use by many goroutines.
type Sink struct {
	Addr string // host:port

	mu      sync.Mutex
	refusal *smtp.SMTPError
	got     []Message
	arrived chan struct{}
}

// Start runs a mail server for the length of a test.
func Start(t testing.TB) *Sink {
	t.Helper()
	at, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &Sink{Addr: at.Addr().String(), arrived: make(chan struct{}, 100)}
	server := smtp.NewServer(smtp.BackendFunc(func(*smtp.Conn) (smtp.Session, error) { return &session{sink: s}, nil }))
	server.Domain, server.AllowInsecureAuth = "sink.test", true
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = server.Serve(at) // ends with Close
	}()
	t.Cleanup(func() {
		_ = server.Close()
		<-done
	})
	return s
}

// Refuse makes the server refuse every recipient from now on; code 0 takes
// them again.
func (s *Sink) Refuse(code int, words string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.refusal = nil
	if code != 0 {
		s.refusal = &smtp.SMTPError{Code: code, EnhancedCode: smtp.EnhancedCode{code / 100, 1, 1}, Message: words}
	}
}

// Messages are the mails that arrived, the oldest first.
func (s *Sink) Messages() []Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Message{}, s.got...)
}

// Next waits for the next mail that no call of Next has returned for.
func (s *Sink) Next(t testing.TB) Message {
	t.Helper()
	select {
	case <-s.arrived:
	case <-t.Context().Done():
		t.Fatal("no mail arrived")
	}
	all := s.Messages()
	return all[len(all)-1]
}

func (s *Sink) take(m Message) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.got = append(s.got, m)
	s.arrived <- struct{}{}
}

func (s *Sink) mayRefuse() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.refusal == nil {
		return nil
	}
	return s.refusal
}

type session struct {
	sink *Sink
	m    Message
}

func (s *session) AuthMechanisms() []string { return []string{sasl.Plain} }

func (s *session) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, user, password string) error {
		if user != User || password != Password {
			return smtp.ErrAuthFailed
		}
		s.m.User = user
		return nil
	}), nil
}

func (s *session) Mail(from string, _ *smtp.MailOptions) error {
	s.m.From = from
	return nil
}

func (s *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	s.m.To = to
	return s.sink.mayRefuse()
}

func (s *session) Data(r io.Reader) error {
	data, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	s.m.Data = string(data)
	s.sink.take(s.m)
	return nil
}

func (s *session) Reset()        { s.m = Message{User: s.m.User} }
func (s *session) Logout() error { return nil }

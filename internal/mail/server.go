package mail

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/wneessen/go-mail"

	"gatehouse"
)

// Server is a mail server that takes mails for the world.
type Server struct {
	host     string
	port     int
	implicit bool // TLS from the first byte: smtps
	user     string
	password gatehouse.Secret
	from     string
}

// The ports of submission (RFC 6409) and of submission over TLS (RFC 8314).
const (
	submission  = 587
	submissions = 465
)

// NewServer reads a URL such as smtp://user:password@mail.example.com:587; an
// smtps URL means TLS from the first byte. From is the sender of all mails;
// where it is empty, the user must be an address.
func NewServer(smtpURL gatehouse.Secret, from string) (*Server, error) {
	u, err := url.Parse(smtpURL.Reveal())
	if err != nil || u.Scheme != "smtp" && u.Scheme != "smtps" || u.Hostname() == "" {
		return nil, errors.New("the SMTP URL must be such as smtp://user:password@mail.example.com:587") // never with the URL: it holds a password
	}
	s := &Server{host: u.Hostname(), port: submission, implicit: u.Scheme == "smtps", user: u.User.Username(), from: from}
	if s.implicit {
		s.port = submissions
	}
	if u.Port() != "" {
		if s.port, err = strconv.Atoi(u.Port()); err != nil {
			return nil, fmt.Errorf("reading the port of the SMTP URL: %w", err)
		}
	}
	password, _ := u.User.Password()
	s.password = gatehouse.Secret(password)
	if s.from == "" {
		s.from = s.user
	}
	if !gatehouse.ValidEmail(s.from) {
		return nil, errors.New("MAIL_FROM must be the address that mails come from")
	}
	return s, nil
}

// Addr is the host and port of the server.
func (s *Server) Addr() string { return net.JoinHostPort(s.host, strconv.Itoa(s.port)) }

// From is the sender of all mails.
func (s *Server) From() string { return s.from }

// sendTimeout bounds one delivery; it is well below [store.MailLease].
const sendTimeout = 30 * time.Second

// Refusal is why a mail was not taken, in the words of the server or of the
// network. The words never hold the password.
type Refusal struct {
	Answer    string
	Permanent bool // the server said that trying again is of no use
}

func (r *Refusal) Error() string { return r.Answer }

// Send hands a mail to the server and returns the server's answer. A failure
// is a [*Refusal].
func (s *Server) Send(ctx context.Context, m gatehouse.Mail) (answer string, err error) {
	message, err := s.message(m)
	if err != nil {
		return "", s.refusal(err)
	}
	client, err := mail.NewClient(s.host, s.options()...)
	if err != nil {
		return "", s.refusal(err)
	}
	ctx, cancel := context.WithTimeout(ctx, sendTimeout)
	defer cancel()
	if err := client.DialAndSendWithContext(ctx, message); err != nil {
		return "", s.refusal(err)
	}
	return line(message.ServerResponse()), nil
}

func (s *Server) options() []mail.Option {
	options := []mail.Option{mail.WithPort(s.port), mail.WithTimeout(sendTimeout / 2), mail.WithTLSPolicy(mail.TLSOpportunistic)}
	if s.implicit {
		options = append(options, mail.WithSSL())
	}
	if s.user == "" {
		return options
	}
	options = append(options, mail.WithUsername(s.user), mail.WithPassword(s.password.Reveal()))
	if s.implicit || !s.local() {
		// A password goes over TLS or not at all.
		return append(options, mail.WithTLSPolicy(mail.TLSMandatory), mail.WithSMTPAuth(mail.SMTPAuthAutoDiscover))
	}
	return append(options, mail.WithSMTPAuth(mail.SMTPAuthPlainNoEnc))
}

// local reports whether the server is this machine, where nobody listens in
// between.
func (s *Server) local() bool {
	ip, err := netip.ParseAddr(s.host)
	return s.host == "localhost" || err == nil && ip.IsLoopback()
}

func (s *Server) message(m gatehouse.Mail) (*mail.Msg, error) {
	message := mail.NewMsg(mail.WithNoDefaultUserAgent())
	if err := message.From(s.from); err != nil {
		return nil, fmt.Errorf("addressing a mail: %w", err)
	}
	if err := message.To(m.To); err != nil {
		return nil, fmt.Errorf("addressing a mail: %w", err)
	}
	message.Subject(m.Subject)
	message.SetDateWithValue(m.CreatedAt)
	// The same id at every attempt: a server that took the mail and could not
	// say so can tell that it has it already.
	_, domain, _ := strings.Cut(s.from, "@")
	message.SetMessageIDWithValue(m.ID + "@" + domain)
	message.SetGenHeader("Auto-Submitted", "auto-generated") // RFC 3834: no vacation replies
	message.SetBodyString(mail.TypeTextPlain, m.Text.Reveal())
	message.AddAlternativeString(mail.TypeTextHTML, m.HTML.Reveal())
	return message, nil
}

// refusal puts an error into words for an admin.
func (s *Server) refusal(err error) *Refusal {
	r := &Refusal{Answer: err.Error()}
	if e, ok := errors.AsType[*mail.SendError](err); ok {
		r.Permanent = e.ErrorCode() >= 500
	}
	if s.password != "" {
		r.Answer = strings.ReplaceAll(r.Answer, s.password.Reveal(), "[redacted]")
	}
	r.Answer, _, _ = strings.Cut(r.Answer, ", affected recipient(s)") // the library repeats what stands beside it
	r.Answer = line(r.Answer)
	return r
}

// longestAnswer bounds what is kept of a server's words.
const longestAnswer = 500

// line makes one line of text from outside that every database can hold.
func line(text string) string {
	text = strings.Join(strings.FieldsFunc(strings.ToValidUTF8(text, "\uFFFD"), func(r rune) bool { return r < ' ' || r == 0x7f }), " ")
	if len(text) > longestAnswer {
		text = strings.ToValidUTF8(text[:longestAnswer], "") + "…"
	}
	return text
}

package mail

import (
	"embed"
	"fmt"
	htmltemplate "html/template"
	"strings"
	"text/template"
	"time"

	"gatehouse"
)

//go:embed letters
var letters embed.FS

var (
	texts = template.Must(template.ParseFS(letters, "letters/*.txt"))
	pages = htmltemplate.Must(htmltemplate.ParseFS(letters, "letters/*.html"))
)

// Letter is what the templates are filled with. All letters share it; each
// uses what it needs.
type Letter struct {
	Brand     string // as the settings have it
	From      string // who caused the mail, by name or address
	Role      gatehouse.Role
	Link      gatehouse.Secret
	ExpiresAt time.Time        // of the link
	Code      gatehouse.Secret // six digits to type instead of opening the link
	Client    string           // that somebody is invited for, by name
	Support   string           // address for questions; may be empty
}

// Digits are the code in clear, for the templates alone.
func (l Letter) Digits() string { return l.Code.Reveal() }

// URL is the link in clear, for the templates alone.
func (l Letter) URL() string { return l.Link.Reveal() }

// Until is the end of the link for people.
func (l Letter) Until() string { return l.ExpiresAt.UTC().Format("Monday, 2 January 2006, 15:04 UTC") }

// Invitation asks a new user to choose a password.
func Invitation(to string, l Letter) (gatehouse.Mail, error) {
	return write(gatehouse.Mail{
		Kind: gatehouse.MailInvitation, To: to, ExpiresAt: l.ExpiresAt, Subject: "You are invited to " + l.Brand,
	}, l)
}

// PortalSignIn lets somebody in who asked for it.
func PortalSignIn(to string, l Letter) (gatehouse.Mail, error) {
	return write(gatehouse.Mail{
		Kind: gatehouse.MailPortalSignIn, To: to, ExpiresAt: l.ExpiresAt, Subject: "Your sign-in link for " + l.Brand,
	}, l)
}

// PortalInvitation tells somebody that they may use the portal from now on.
func PortalInvitation(to string, l Letter) (gatehouse.Mail, error) {
	return write(gatehouse.Mail{
		Kind: gatehouse.MailPortalInvitation, To: to, ExpiresAt: l.ExpiresAt, Subject: "Your access to the developer portal of " + l.Brand,
	}, l)
}

// Test shows that mails arrive.
func Test(to string, l Letter) (gatehouse.Mail, error) {
	return write(gatehouse.Mail{Kind: gatehouse.MailTest, To: to, Subject: "Test mail from " + l.Brand}, l)
}

func write(m gatehouse.Mail, l Letter) (gatehouse.Mail, error) {
	var text, html strings.Builder
	if err := texts.ExecuteTemplate(&text, string(m.Kind)+".txt", l); err != nil {
		return m, fmt.Errorf("writing a mail: %w", err)
	}
	if err := pages.ExecuteTemplate(&html, string(m.Kind)+".html", l); err != nil {
		return m, fmt.Errorf("writing a mail: %w", err)
	}
	m.Subject = line(m.Subject)
	m.Text, m.HTML = gatehouse.Secret(text.String()), gatehouse.Secret(html.String())
	return m, nil
}

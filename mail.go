package gatehouse

import "time"

// Mail is one message of the Outbox. It is written in the transaction of what
// causes it, so that nothing is told that did not happen and nothing that
// happened goes untold, and delivered afterwards.
type Mail struct {
	ID      string // "ml_…"
	Kind    MailKind
	To      string
	Subject string
	Text    Secret // may hold a one-time link; empty once the mail is out, as nobody re-reads secrets
	HTML    Secret // the same for readers of HTML

	Status        MailStatus
	Attempts      int64     // at delivery
	LastError     string    // what the mail server said; text from outside
	NextAttemptAt time.Time // for one that waits; zero: at once
	ExpiresAt     time.Time // when its content is worthless and it must not go out any more; zero: never
	CreatedAt     time.Time
	SentAt        time.Time // zero: not sent
}

// MailKind says what a mail is about.
type MailKind string

// The kinds of mail.
const (
	MailInvitation       MailKind = "invitation"        // to a new user of the Management UI
	MailTest             MailKind = "test"              // sent by an admin to try the mail server
	MailPortalSignIn     MailKind = "portal_sign_in"    // a link and a code for somebody who asked to sign in to the portal
	MailPortalInvitation MailKind = "portal_invitation" // to somebody who may use the portal from now on
)

// MailStatus is what became of a mail.
type MailStatus string

// The states of a mail.
const (
	MailWaiting MailStatus = "waiting" // for the mail server, or for one to be set
	MailSent    MailStatus = "sent"    // the mail server took it
	MailFailed  MailStatus = "failed"  // given up; an admin may retry
)

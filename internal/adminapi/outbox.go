package adminapi

import (
	"context"
	"time"

	"gatehouse"
	"gatehouse/internal/rest"
	"gatehouse/internal/store"
)

// MailJSON is a mail of the Outbox.
type MailJSON struct {
	ID            string     `json:"id" doc:"Id of the mail." example:"ml_01jd3w8m5z7n4q2v6x9k1b0c8e"`
	Kind          string     `json:"kind" enum:"invitation,test" doc:"What it is about." example:"invitation"`
	To            string     `json:"to" doc:"Recipient." example:"dana@example.com"`
	Subject       string     `json:"subject" doc:"Subject line." example:"You are invited to Northwind Logistics"`
	Status        string     `json:"status" enum:"waiting,sent,failed" doc:"waiting: for the mail server, or for one to be set; failed: given up." example:"waiting"`
	Attempts      int64      `json:"attempts" doc:"Attempts to deliver it." example:"2"`
	LastError     *string    `json:"last_error" doc:"What the mail server said last; text from outside. Null: nothing went wrong." example:"451 mailbox busy"`
	NextAttemptAt *time.Time `json:"next_attempt_at" doc:"When a waiting mail is tried again; null: at once, or not at all." example:"2026-03-01T09:31:00Z"`
	ExpiresAt     *time.Time `json:"expires_at" doc:"When the link in it stops working, after which it is not sent; null: never." example:"2026-03-04T09:30:00Z"`
	CreatedAt     time.Time  `json:"created_at" doc:"When it was written." example:"2026-03-01T09:30:00Z"`
	SentAt        *time.Time `json:"sent_at" doc:"When the mail server took it; null: not yet." example:"2026-03-01T09:30:02Z"`
}

// mailWithTextJSON is a mail with what it says.
type mailWithTextJSON struct {
	MailJSON
	Text *string `json:"text" doc:"Plain text. May hold a one-time link; null once the mail is out or its link has expired." example:"Choose your password here: …"`
	HTML *string `json:"html" doc:"The same as HTML, to be shown in a sandbox; null like text." example:"<p>Choose your password here: …</p>"`
}

func mailOf(m gatehouse.Mail) MailJSON {
	j := MailJSON{
		ID: m.ID, Kind: string(m.Kind), To: m.To, Subject: m.Subject, Status: string(m.Status), Attempts: m.Attempts,
		LastError: rest.OptionalText(m.LastError), ExpiresAt: rest.OptionalTime(m.ExpiresAt), CreatedAt: m.CreatedAt, SentAt: rest.OptionalTime(m.SentAt),
	}
	if m.Status == gatehouse.MailWaiting {
		j.NextAttemptAt = rest.OptionalTime(m.NextAttemptAt)
	}
	return j
}

func mailWithTextOf(m gatehouse.Mail) mailWithTextJSON {
	return mailWithTextJSON{mailOf(m), rest.OptionalText(m.Text.Reveal()), rest.OptionalText(m.HTML.Reveal())}
}

type listMailsIn struct {
	rest.Page
	Search
	Status string `query:"status" enum:"waiting,sent,failed" doc:"Only mails in this state."`
}

func (a *api) listMails(ctx context.Context, in *listMailsIn) (*rest.Answer[rest.List[MailJSON]], error) {
	q := store.MailQuery{Q: in.Q, Status: gatehouse.MailStatus(in.Status), Page: pageOf(in.Page)}
	items, next, err := a.Control.Mails(ctx, by(ctx), q)
	if err != nil {
		return nil, err
	}
	return rest.Listed(items, next, mailOf), nil
}

func (a *api) getMail(ctx context.Context, in *struct{ rest.ByID }) (*rest.Answer[mailWithTextJSON], error) {
	m, err := a.Control.Mail(ctx, by(ctx), in.ID)
	if err != nil {
		return nil, err
	}
	return rest.Shown(mailWithTextOf(m)), nil
}

func (a *api) retryMail(ctx context.Context, in *struct{ rest.ByID }) (*rest.Answer[MailJSON], error) {
	m, err := a.Control.RetryMail(ctx, by(ctx), in.ID)
	if err != nil {
		return nil, err
	}
	return rest.Shown(mailOf(m)), nil
}

func (a *api) deleteMail(ctx context.Context, in *struct{ rest.ByID }) (*nothing, error) {
	return &nothing{}, a.Control.DeleteMail(ctx, by(ctx), in.ID)
}

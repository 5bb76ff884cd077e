package manage

import (
	"cmp"
	"context"
	"errors"

	"gatehouse"
	"gatehouse/internal/mail"
	"gatehouse/internal/store"
)

// queue puts a mail into the Outbox in the transaction of its cause.
func queue(ctx context.Context, tx *store.Tx, t *trail, m *gatehouse.Mail) error {
	if err := tx.InsertMail(ctx, m); err != nil {
		return err
	}
	t.created(mailResource(*m), mailDocument(*m))
	return nil
}

// changeAndMail is change for what queues mails: they go out at once.
func (c *Control) changeAndMail(ctx context.Context, by Caller, fn func(*store.Tx, *trail) error) error {
	err := c.change(ctx, by, fn)
	if err == nil && c.sender != nil {
		c.sender.Wake()
	}
	return err
}

func mailResource(m gatehouse.Mail) gatehouse.Resource {
	return gatehouse.Resource{Type: "mail", ID: m.ID, Name: m.To}
}

func mailDocument(m gatehouse.Mail) document {
	d := document{}
	d.set("/kind", m.Kind)
	d.set("/to", m.To)
	d.set("/subject", m.Subject)
	d.set("/status", m.Status)
	return d
}

// Mails lists the Outbox, without what the mails say.
func (c *Control) Mails(ctx context.Context, by Caller, q store.MailQuery) ([]gatehouse.Mail, string, error) {
	return list(ctx, c, by, gatehouse.AreaSystem, func(tx *store.Tx) ([]gatehouse.Mail, string, error) { return tx.ListMails(ctx, q) })
}

// Mail returns a mail with what it says, as long as it is not out: whoever
// runs Gatehouse without a mail server passes it on by hand.
func (c *Control) Mail(ctx context.Context, by Caller, id string) (gatehouse.Mail, error) {
	return read(ctx, c, by, gatehouse.AreaSystem, func(tx *store.Tx) (gatehouse.Mail, error) { return tx.Mail(ctx, id) })
}

// RetryMail has a mail that is not out delivered at once.
func (c *Control) RetryMail(ctx context.Context, by Caller, id string) (out gatehouse.Mail, err error) {
	if err := by.MayWrite(gatehouse.AreaSystem); err != nil {
		return out, err
	}
	err = c.changeAndMail(ctx, by, func(tx *store.Tx, t *trail) error {
		before, err := tx.Mail(ctx, id)
		if err != nil {
			return err
		}
		if err := mayRetry(before, c.sender != nil); err != nil {
			return err
		}
		if err := tx.RetryMail(ctx, id); err != nil {
			return err
		}
		if out, err = tx.Mail(ctx, id); err != nil {
			return err
		}
		t.note("retried", mailResource(out), attemptDocument(before), attemptDocument(out))
		return nil
	})
	return out, err
}

func mayRetry(m gatehouse.Mail, server bool) error {
	switch {
	case m.Status == gatehouse.MailSent:
		return gatehouse.Errorf(gatehouse.Conflict, "This mail is out already.")
	case m.Text == "":
		return gatehouse.Errorf(gatehouse.Conflict, "The link in this mail has expired. Send a new one from where it came from.")
	case !server:
		return errNoServer
	default:
		return nil
	}
}

var errNoServer = gatehouse.Errorf(gatehouse.Conflict, "There is no mail server to send with. Start Gatehouse with GATEHOUSE_SMTP_URL.")

// attemptDocument shows how far the delivery of a mail has come.
func attemptDocument(m gatehouse.Mail) document {
	d := document{}
	d.set("/status", m.Status)
	d.set("/attempts", m.Attempts)
	d.set("/next_attempt_at", moment(m.NextAttemptAt))
	return d
}

// DeleteMail takes a mail out of the Outbox; one that waits is never sent.
func (c *Control) DeleteMail(ctx context.Context, by Caller, id string) error {
	if err := by.MayWrite(gatehouse.AreaSystem); err != nil {
		return err
	}
	return c.change(ctx, by, func(tx *store.Tx, t *trail) error {
		m, err := tx.Mail(ctx, id)
		if err != nil {
			return err
		}
		t.deleted(mailResource(m), mailDocument(m))
		return tx.DeleteMail(ctx, id)
	})
}

// MailServer is where mails go; nil while there is none.
func (c *Control) MailServer(by Caller) (*mail.Server, error) {
	if err := by.MayRead(gatehouse.AreaSystem); err != nil || c.sender == nil {
		return nil, err
	}
	return c.sender.Server(), nil
}

// MailTrial is how a test mail fared.
type MailTrial struct {
	MailID string
	Sent   bool
	Answer string // what the mail server said; text from outside
}

// SendTestMail sends a mail at once and tells what the server said. Like every
// mail it is in the Outbox first.
func (c *Control) SendTestMail(ctx context.Context, by Caller, to string) (out MailTrial, err error) {
	if err := by.MayWrite(gatehouse.AreaSystem); err != nil {
		return out, err
	}
	if to = gatehouse.NormalizeEmail(to); !gatehouse.ValidEmail(to) {
		return out, invalid("/to", "must be one email address such as dana@example.com")
	}
	if c.sender == nil {
		return out, errNoServer
	}
	var m gatehouse.Mail
	err = c.change(ctx, by, func(tx *store.Tx, t *trail) error {
		settings, err := tx.Settings(ctx)
		if err != nil {
			return err
		}
		m, err = mail.Test(to, mail.Letter{Brand: settings.Branding.Name, From: cmp.Or(by.Actor.Name, "An admin")})
		if err != nil {
			return err
		}
		// It is on its way already, so the sender leaves it alone.
		m.Attempts, m.NextAttemptAt = 1, tx.Now().Add(store.MailLease)
		return queue(ctx, tx, t, &m)
	})
	if err != nil {
		return out, err
	}
	answer, err := c.sender.Deliver(ctx, m)
	if r, ok := errors.AsType[*mail.Refusal](err); ok {
		return MailTrial{MailID: m.ID, Answer: r.Answer}, nil
	}
	return MailTrial{MailID: m.ID, Sent: true, Answer: answer}, err
}

package store

import (
	"context"
	"time"

	"gatehouse"
)

// MailLease is how long a claimed mail is out of reach for others. Delivering
// takes less; a process that dies meanwhile leaves it to be claimed again.
const MailLease = 2 * time.Minute

// ClaimMail takes the mail that has waited longest and is due, with what it
// says, and counts an attempt. There is none when the mail's id is empty. A
// mail that has expired is failed on the way.
func (s *Store) ClaimMail(ctx context.Context) (m gatehouse.Mail, err error) {
	err = s.engine.explain(s.inTx(ctx, s.engine.write, nil, func(tx *Tx) error {
		if err := tx.expireMails(ctx); err != nil {
			return err
		}
		if m, err = tx.claimMail(ctx); isNotFound(err) {
			return nil // what expired is to be kept
		}
		return err
	}))
	return m, err
}

const expiredMail = "It was not delivered before the link in it expired."

func (tx *Tx) expireMails(ctx context.Context) error {
	_, err := tx.exec(ctx, "UPDATE outbox SET status = $1, last_error = $2, content = $3 WHERE status = $4 AND expires_at > 0 AND expires_at <= $5",
		string(gatehouse.MailFailed), expiredMail, []byte{}, string(gatehouse.MailWaiting), millis(tx.now))
	return err
}

func (tx *Tx) claimMail(ctx context.Context) (gatehouse.Mail, error) {
	row, err := outbox.get(ctx, tx, "WHERE status = $1 AND next_attempt_at <= $2 ORDER BY next_attempt_at, id LIMIT 1",
		string(gatehouse.MailWaiting), millis(tx.now))
	if err != nil {
		return gatehouse.Mail{}, err
	}
	// Another process may have read the same row; one of the two moves it on.
	n, err := tx.exec(ctx, "UPDATE outbox SET attempts = attempts + 1, next_attempt_at = $2 WHERE id = $1 AND next_attempt_at = $3",
		row.ID, millis(tx.now.Add(MailLease)), millis(row.NextAttemptAt))
	if err == nil && n == 0 {
		err = outbox.notFound()
	}
	if err != nil {
		return gatehouse.Mail{}, err
	}
	row.Attempts++
	return row.open(tx.store.keys)
}

// Delivery is how an attempt to deliver a mail ended.
type Delivery struct {
	Error string        // why not; empty: the mail is out
	Retry time.Duration // how long to wait before the next attempt; 0: none is made by itself
}

// NoteDelivery stores how an attempt ended, without an audit event: what was
// decided is the mail, and that has one.
func (s *Store) NoteDelivery(ctx context.Context, id string, d Delivery) error {
	return s.engine.explain(s.inTx(ctx, s.engine.write, nil, func(tx *Tx) error {
		var err error
		switch {
		case d.Error == "":
			_, err = tx.exec(ctx, "UPDATE outbox SET status = $2, last_error = '', content = $3, sent_at = $4 WHERE id = $1",
				id, string(gatehouse.MailSent), []byte{}, millis(tx.now))
		case d.Retry == 0:
			_, err = tx.exec(ctx, "UPDATE outbox SET status = $2, last_error = $3 WHERE id = $1", id, string(gatehouse.MailFailed), &d.Error)
		default:
			_, err = tx.exec(ctx, "UPDATE outbox SET last_error = $2, next_attempt_at = $3 WHERE id = $1", id, &d.Error, millis(tx.now.Add(d.Retry)))
		}
		return err
	}))
}

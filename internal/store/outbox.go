package store

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"gatehouse"
	"gatehouse/internal/seal"
)

// mailRow is a mail as its table keeps it: the content sealed.
type mailRow struct {
	gatehouse.Mail
	content []byte
}

var outbox = table[mailRow]{
	name:    "outbox",
	noun:    "mail",
	columns: "id, kind, recipient, subject, content, status, attempts, last_error, next_attempt_at, expires_at, created_at, sent_at",
	fields: func(r *mailRow) []any {
		return []any{
			&r.ID, &r.Kind, &r.To, &r.Subject, &r.content, &r.Status, &r.Attempts, &r.LastError,
			ms{&r.NextAttemptAt},
			ms{&r.ExpiresAt},
			ms{&r.CreatedAt},
			ms{&r.SentAt},
		}
	},
}

// storedContent is what is sealed.
type storedContent struct {
	Text string `json:"text"`
	HTML string `json:"html"`
}

// sentMailKept is how long a mail that is out stays listed.
const sentMailKept = 90 * 24 * time.Hour

// InsertMail puts a mail into the Outbox, where it waits, and fills in its id,
// status and time. Mails that went out long ago are swept away.
func (tx *Tx) InsertMail(ctx context.Context, m *gatehouse.Mail) error {
	m.ID, m.Status, m.CreatedAt = seal.NewID(gatehouse.MailIDPrefix), gatehouse.MailWaiting, tx.now
	plain, err := json.Marshal(storedContent{m.Text.Reveal(), m.HTML.Reveal()})
	if err != nil {
		return fmt.Errorf("encoding a mail: %w", err)
	}
	row := mailRow{Mail: *m}
	if row.content, err = tx.store.keys.Seal("mail "+m.ID, plain); err != nil {
		return err
	}
	_, err = tx.exec(ctx, "DELETE FROM outbox WHERE status = $1 AND sent_at <= $2", string(gatehouse.MailSent), millis(tx.now.Add(-sentMailKept)))
	if err != nil {
		return err
	}
	return outbox.insert(ctx, tx, &row)
}

// Mail reads a mail with what it says, unless it is out.
func (tx *Tx) Mail(ctx context.Context, id string) (gatehouse.Mail, error) {
	row, err := outbox.get(ctx, tx, "WHERE id = $1", id)
	if err != nil {
		return gatehouse.Mail{}, err
	}
	return row.open(tx.store.keys)
}

func (r *mailRow) open(keys *seal.Keys) (gatehouse.Mail, error) {
	if len(r.content) == 0 {
		return r.Mail, nil
	}
	plain, err := keys.Open("mail "+r.ID, r.content)
	if err != nil {
		return r.Mail, fmt.Errorf("reading a mail: %w", err)
	}
	var c storedContent
	if err := json.Unmarshal(plain, &c); err != nil {
		return r.Mail, fmt.Errorf("decoding a mail: %w", err)
	}
	r.Text, r.HTML = gatehouse.Secret(c.Text), gatehouse.Secret(c.HTML)
	return r.Mail, nil
}

// MailQuery selects mails; empty fields do not filter.
type MailQuery struct {
	Page
	Q      string // in recipient or subject, or the id itself
	Status gatehouse.MailStatus
}

// ListMails reads a page of the Outbox without what the mails say, newest
// first, and the next cursor.
func (tx *Tx) ListMails(ctx context.Context, q MailQuery) ([]gatehouse.Mail, string, error) {
	var f filter
	if q.Q != "" {
		like := contains(q.Q)
		f.and(`lower(recipient) LIKE ? ESCAPE '\' OR lower(subject) LIKE ? ESCAPE '\' OR id = ?`, like, like, q.Q)
	}
	if q.Status != "" {
		f.and("status = ?", string(q.Status))
	}
	rest, err := q.byID("outbox", &f)
	if err != nil {
		return nil, "", err
	}
	rows, err := outbox.list(ctx, tx, rest, f.args...)
	rows, next := cut(q.Page, "outbox", rows, func(r *mailRow) []string { return []string{r.ID} })
	found := make([]gatehouse.Mail, len(rows))
	for i, r := range rows {
		found[i] = r.Mail
	}
	return found, next, err
}

// RetryMail lets a mail that is not out wait for delivery again, at once and
// with a fresh count of attempts.
func (tx *Tx) RetryMail(ctx context.Context, id string) error {
	n, err := tx.exec(ctx, "UPDATE outbox SET status = $2, attempts = 0, next_attempt_at = 0 WHERE id = $1 AND status <> $3",
		id, string(gatehouse.MailWaiting), string(gatehouse.MailSent))
	if err == nil && n == 0 {
		err = outbox.notFound()
	}
	return err
}

// DeleteMail takes a mail out of the Outbox.
func (tx *Tx) DeleteMail(ctx context.Context, id string) error { return outbox.delete(ctx, tx, id) }

// WithdrawMails takes the mails of a kind to an address out of the Outbox that
// are not out yet: what they say has been overtaken.
func (tx *Tx) WithdrawMails(ctx context.Context, kind gatehouse.MailKind, to string) error {
	_, err := tx.exec(ctx, "DELETE FROM outbox WHERE kind = $1 AND recipient = $2 AND status <> $3", string(kind), to, string(gatehouse.MailSent))
	return err
}

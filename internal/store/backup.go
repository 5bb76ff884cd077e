package store

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"time"

	"gatehouse/internal/seal"
)

// A backup is the same whatever the engine: gzip over lines of JSON. The first
// line says what it is, then each table has a line with its name and columns
// and one array for each row, bytes as {"base64": "…"}. The last line holds
// the number of rows and an HMAC under the master key over all that precedes,
// so that neither a damaged nor a doctored backup is restored. The master key
// is not in it.
const (
	backupFormat = "gatehouse backup"
	backupMAC    = "backup 1"
)

type backupHeader struct {
	Format    string    `json:"format"`
	Schema    int64     `json:"schema"`
	Key       string    `json:"key"` // fingerprint of the master key
	CreatedAt time.Time `json:"created_at"`
	Engine    string    `json:"engine"`
	Version   int64     `json:"version"` // the head row
	Seq       int64     `json:"seq"`
	Hash      string    `json:"hash"`
}

type backupTable struct {
	Table   string `json:"table"`
	Columns string `json:"columns"`
}

type backupEnd struct {
	Rows int64  `json:"rows"`
	MAC  string `json:"mac"`
}

// backupTables are in an order in which rows refer to earlier ones only.
// Sessions and sign-in mails are left out: whoever ended theirs must not find
// it alive again.
var backupTables = []backupTable{
	{audit.name, audit.columns},
	{settings.name, settings.columns},
	{users.name, users.columns},
	{apiKeys.name, apiKeys.columns},
	{policies.name, policies.columns},
	{collections.name, collections.columns},
	{revisions.name, revisions.columns},
	{imports.name, imports.columns},
	{clients.name, clients.columns},
	{profiles.name, profiles.columns},
	{tokens.name, tokens.columns},
	{access.name, access.columns},
	{"client_policies", "client_id, policy_id"},
	{"profile_policies", "client_id, profile_id, policy_id"},
	{"portal_emails", "client_id, email"},
	{links.name, links.columns},
	{outbox.name, outbox.columns},
	{drafts.name, drafts.columns},
	{accessRequests.name, accessRequests.columns},
	{"idempotency", "actor_id, route, idem_key, body_hash, created_at, resource_type, resource_id, status, response"},
}

// backupBytes is a value of bytes in a backup.
type backupBytes struct {
	Base64 []byte `json:"base64"`
}

// Export writes a backup of one snapshot, also while others write.
func (s *Store) Export(ctx context.Context, w io.Writer) error {
	schema, err := s.schemaVersion(ctx)
	if err != nil {
		return err
	}
	zip := gzip.NewWriter(w)
	out := &backupWriter{w: zip, sum: sha256.New()}
	err = s.View(ctx, func(tx *Tx) error {
		h, err := tx.head(ctx)
		if err != nil {
			return err
		}
		out.line(backupHeader{backupFormat, schema, s.keys.Fingerprint(), tx.now, s.engine.name, h.version, h.seq, h.hash})
		for _, t := range backupTables {
			out.line(t)
			if err := tx.exportTable(ctx, t, out); err != nil {
				return err
			}
		}
		out.line(backupEnd{out.rows, backupSum(s.keys, out.sum)})
		return out.err
	})
	if err := errors.Join(err, zip.Close()); err != nil {
		return fmt.Errorf("writing the backup: %w", err)
	}
	return nil
}

func backupSum(keys *seal.Keys, sum hash.Hash) string {
	var c canonical
	c.text(backupMAC, string(sum.Sum(nil)))
	return c.mac(keys)
}

// backupWriter writes lines and sums them up; after an error it does nothing.
type backupWriter struct {
	w    io.Writer
	sum  hash.Hash
	rows int64
	err  error
}

func (b *backupWriter) line(v any) {
	if b.err != nil {
		return
	}
	var text bytes.Buffer
	e := json.NewEncoder(&text) // ends the line itself
	e.SetEscapeHTML(false)
	if b.err = e.Encode(v); b.err != nil {
		return
	}
	b.sum.Write(text.Bytes())
	_, b.err = b.w.Write(text.Bytes())
}

func (tx *Tx) exportTable(ctx context.Context, t backupTable, out *backupWriter) error {
	rows, err := tx.sql.QueryContext(ctx, "SELECT "+t.Columns+" FROM "+t.Table+" ORDER BY 1, 2") //nolint:gosec // both are constants of backupTables
	if err != nil {
		return fmt.Errorf("reading the table %s: %w", t.Table, err)
	}
	defer rows.Close()
	names, err := rows.Columns()
	if err != nil {
		return fmt.Errorf("reading the columns of %s: %w", t.Table, err)
	}
	values, into := make([]any, len(names)), make([]any, len(names))
	for i := range into {
		into[i] = &values[i]
	}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return fmt.Errorf("reading a row of %s: %w", t.Table, err)
		}
		for i, v := range values {
			if b, ok := v.([]byte); ok {
				values[i] = backupBytes{append([]byte{}, b...)} // never nil: empty bytes are not NULL
			}
		}
		out.line(values)
		out.rows++
	}
	return errors.Join(out.err, rows.Err())
}

package store

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"slices"
	"strings"

	"gatehouse"
)

// Import replaces all that the store holds by a backup, in one transaction,
// and adds the audit event "backup.restored" behind the backup's own. A backup
// that is damaged, made under another master key or by another schema version
// is refused and changes nothing. Everybody has to sign in again.
//
// Gateways that follow the store read everything anew. The configuration
// version goes on from the larger of the two.
func (s *Store) Import(ctx context.Context, by By, r io.Reader) error {
	schema, err := s.schemaVersion(ctx)
	if err != nil {
		return err
	}
	zip, err := gzip.NewReader(r)
	if err != nil {
		return damaged(err)
	}
	in := &backupReader{lines: bufio.NewReaderSize(zip, 1<<16), sum: sha256.New()}
	header, err := in.header(schema, s.keys.Fingerprint())
	if err != nil {
		return err
	}
	var after head
	err = s.inTx(ctx, s.engine.write, nil, func(tx *Tx) error {
		after, err = tx.restore(ctx, by, header, in)
		return err
	})
	if err != nil {
		return s.engine.explain(err)
	}
	if err := s.checkpoints.restored(after); err != nil {
		return fmt.Errorf("the backup is restored, but the audit log will look cut: %w", err)
	}
	return nil
}

func damaged(err error) error {
	return &gatehouse.Error{Kind: gatehouse.Invalid, Detail: "The file is not a backup of Gatehouse, or it is damaged.", Err: err}
}

func (tx *Tx) restore(ctx context.Context, by By, header backupHeader, in *backupReader) (head, error) {
	h, err := tx.lockHead(ctx)
	if err != nil {
		return h, err
	}
	h = head{version: max(h.version, header.Version+1), seq: header.Seq, hash: header.Hash}
	h.changesFrom = h.version + 1 // whoever is behind reads everything
	for _, table := range append([]string{sessions.name, portalSessions.name, portalSignIns.name, "changes"}, tablesInReverse()...) {
		if _, err := tx.exec(ctx, "DELETE FROM "+table); err != nil {
			return h, err
		}
	}
	if err := tx.importRows(ctx, in); err != nil {
		return h, err
	}
	if by.CorrelationID == "" {
		by.CorrelationID = newCorrelationID()
	}
	event := Event{Action: "backup.restored", Resource: gatehouse.Resource{Type: "backup", ID: header.CreatedAt.Format("20060102T150405Z"), Name: header.Engine}}
	if err := tx.appendAudit(ctx, &h, by, []Event{event}); err != nil {
		return h, err
	}
	return h, tx.saveHead(ctx, h)
}

func tablesInReverse() []string {
	var names []string
	for _, t := range slices.Backward(backupTables) {
		names = append(names, t.Table)
	}
	return names
}

// backupReader reads lines and sums up all but the last.
type backupReader struct {
	lines *bufio.Reader
	sum   hash.Hash
	rows  int64
}

func (b *backupReader) next() ([]byte, error) {
	line, err := b.lines.ReadBytes('\n')
	if err != nil {
		return nil, damaged(fmt.Errorf("it ends in the middle: %w", err))
	}
	return line, nil
}

func (b *backupReader) header(schema int64, key string) (h backupHeader, err error) {
	line, err := b.next()
	if err != nil {
		return h, err
	}
	b.sum.Write(line)
	switch err := json.Unmarshal(line, &h); {
	case err != nil || h.Format != backupFormat:
		return h, damaged(err)
	case h.Key != key:
		return h, gatehouse.Errorf(gatehouse.Conflict, "The backup was made under the master key %s, and this store has %s. Put that master key into the data folder first.", h.Key, key)
	case h.Schema != schema:
		return h, gatehouse.Errorf(gatehouse.Conflict, "The backup has schema version %d, and this store has %d. Restore with the version of Gatehouse that made it, then start the newer one.", h.Schema, schema)
	}
	return h, nil
}

// importRows reads tables and rows up to the end line, which must agree.
func (tx *Tx) importRows(ctx context.Context, in *backupReader) error {
	insert := &inserter{tx: tx}
	defer insert.close()
	for {
		line, err := in.next()
		if err != nil {
			return err
		}
		var end backupEnd
		if line[0] == '{' && json.Unmarshal(line, &end) == nil && end.MAC != "" {
			return in.checkEnd(tx, end)
		}
		in.sum.Write(line)
		if line[0] == '{' {
			err = insert.into(ctx, line)
		} else {
			err = insert.row(ctx, line)
			in.rows++
		}
		if err != nil {
			return err
		}
	}
}

func (b *backupReader) checkEnd(tx *Tx, end backupEnd) error {
	if end.Rows != b.rows || !hmac.Equal([]byte(end.MAC), []byte(backupSum(tx.store.keys, b.sum))) {
		return damaged(errors.New("the checksum does not match"))
	}
	// Reading on to the end of the stream makes gzip check its own sum.
	if n, err := io.Copy(io.Discard, b.lines); err != nil || n > 0 {
		return damaged(errors.Join(fmt.Errorf("%d bytes follow the end", n), err))
	}
	return nil
}

// inserter writes the rows of one table after the other.
type inserter struct {
	tx     *Tx
	insert *sql.Stmt
	width  int
}

func (i *inserter) close() {
	if i.insert != nil {
		_ = i.insert.Close() // its transaction ends anyway
	}
}

// into begins a table. Name and columns must be the ones we would write:
// they become part of a statement.
func (i *inserter) into(ctx context.Context, line []byte) error {
	var t backupTable
	if err := json.Unmarshal(line, &t); err != nil || !slices.Contains(backupTables, t) {
		return damaged(errors.Join(fmt.Errorf("unknown table %q", t.Table), err))
	}
	i.close()
	i.width = strings.Count(t.Columns, ",") + 1
	var err error
	insert := "INSERT INTO " + t.Table + " (" + t.Columns + ") VALUES (" + placeholders(i.width) + ")" //nolint:gosec // compared with backupTables above
	i.insert, err = i.tx.sql.PrepareContext(ctx, insert)
	if err != nil {
		return fmt.Errorf("preparing to fill %s: %w", t.Table, err)
	}
	return nil
}

func (i *inserter) row(ctx context.Context, line []byte) error {
	d := json.NewDecoder(bytes.NewReader(line))
	d.UseNumber()
	var values []any
	if err := d.Decode(&values); err != nil || len(values) != i.width || i.insert == nil {
		return damaged(errors.Join(fmt.Errorf("a row of %d values", len(values)), err))
	}
	for n, v := range values {
		value, err := backedUp(v)
		if err != nil {
			return damaged(err)
		}
		values[n] = value
	}
	_, err := i.insert.ExecContext(ctx, values...)
	if err == nil {
		return nil
	}
	err = fmt.Errorf("writing a row of the backup: %w", err)
	if what, _ := i.tx.store.engine.diagnose(err); what == diskFullFailure || what == awayFailure || ctx.Err() != nil {
		return err
	}
	return damaged(err) // a row that we would not have written
}

// backedUp turns a value of a backup into one for the database.
func backedUp(v any) (any, error) {
	switch v := v.(type) {
	case nil, string:
		return v, nil
	case json.Number:
		return v.Int64()
	case map[string]any:
		text, err := json.Marshal(v)
		if err != nil {
			return nil, fmt.Errorf("reading bytes: %w", err)
		}
		b := backupBytes{Base64: []byte{}}
		if err := json.Unmarshal(text, &b); err != nil {
			return nil, fmt.Errorf("reading bytes: %w", err)
		}
		return b.Base64, nil
	}
	return nil, fmt.Errorf("a value of type %T", v)
}

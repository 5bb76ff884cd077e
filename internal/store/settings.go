package store

import (
	"context"

	"gatehouse"
)

// settingsRow gives the one document of settings the shape of a table's row.
type settingsRow struct {
	id int64
	gatehouse.Settings
}

var settings = table[settingsRow]{
	name:    "settings",
	noun:    "settings",
	columns: "id, document, created_at, updated_at, version",
	fields: func(s *settingsRow) []any {
		return []any{&s.id, settingsColumn(&s.Settings), ms{&s.CreatedAt}, ms{&s.UpdatedAt}, &s.Version}
	},
}

// Settings reads the settings; the defaults, with version 0, where none were
// saved yet.
func (tx *Tx) Settings(ctx context.Context) (gatehouse.Settings, error) {
	row, err := settings.get(ctx, tx, "WHERE id = 1")
	if isNotFound(err) {
		return gatehouse.DefaultSettings(), nil
	}
	return row.Settings, err
}

// SaveSettings stores the settings, if their version is the stored one.
func (tx *Tx) SaveSettings(ctx context.Context, s *gatehouse.Settings) error {
	row := settingsRow{1, *s}
	if s.Version > 0 {
		err := settings.updateVersion(ctx, tx, &row, &row.Meta)
		s.Meta = row.Meta
		return err
	}
	if n, err := tx.count(ctx, "SELECT COUNT(*) FROM settings"); err != nil || n > 0 {
		if err == nil {
			err = gatehouse.Errorf(gatehouse.Stale, "The settings were changed since you read them; read them again.")
		}
		return err
	}
	row.Meta = gatehouse.Meta{CreatedAt: tx.now, UpdatedAt: tx.now, Version: 1}
	s.Meta = row.Meta
	return settings.insert(ctx, tx, &row)
}

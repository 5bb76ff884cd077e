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

// unsaved is the version of the defaults, so that they can be edited like what
// was saved: with an ETag.
const unsaved = 1

// Settings reads the settings; the defaults, with version 1, where none were
// saved yet.
func (tx *Tx) Settings(ctx context.Context) (gatehouse.Settings, error) {
	row, err := settings.get(ctx, tx, "WHERE id = 1")
	if isNotFound(err) {
		defaults := gatehouse.DefaultSettings()
		defaults.Version = unsaved
		return defaults, nil
	}
	return row.Settings, err
}

// SaveSettings stores the settings, if their version is the stored one.
func (tx *Tx) SaveSettings(ctx context.Context, s *gatehouse.Settings) error {
	row := settingsRow{1, *s}
	stored, err := tx.count(ctx, "SELECT COUNT(*) FROM settings")
	if err != nil {
		return err
	}
	if stored > 0 || s.Version > unsaved {
		err := settings.updateVersion(ctx, tx, &row, &row.Meta)
		s.Meta = row.Meta
		return err
	}
	row.Meta = gatehouse.Meta{CreatedAt: tx.now, UpdatedAt: tx.now, Version: unsaved + 1}
	s.Meta = row.Meta
	return settings.insert(ctx, tx, &row)
}

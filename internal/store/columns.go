package store

import (
	"database/sql/driver"
	"encoding/json"
	"fmt"
	"time"
)

// ms is a time kept as Unix milliseconds; the zero time is 0.
type ms struct{ *time.Time }

// Value is what the database keeps.
func (m ms) Value() (driver.Value, error) { return millis(*m.Time), nil }

// Scan reads what the database kept.
func (m ms) Scan(src any) error {
	n, ok := src.(int64)
	if !ok {
		return fmt.Errorf("reading a time: the column holds %T", src)
	}
	*m.Time = moment(n)
	return nil
}

// flag is a bool kept as 0 or 1, which both engines read alike.
type flag struct{ *bool }

// Value is what the database keeps.
func (f flag) Value() (driver.Value, error) {
	if *f.bool {
		return int64(1), nil
	}
	return int64(0), nil
}

// Scan reads what the database kept.
func (f flag) Scan(src any) error {
	n, ok := src.(int64)
	if !ok {
		return fmt.Errorf("reading a flag: the column holds %T", src)
	}
	*f.bool = n != 0
	return nil
}

func millis(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

func moment(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms).UTC()
}

// asJSON keeps what v points to as JSON text.
type asJSON struct{ v any }

// Value is what the database keeps.
func (j asJSON) Value() (driver.Value, error) {
	text, err := json.Marshal(j.v)
	if err != nil {
		return nil, fmt.Errorf("encoding a column: %w", err)
	}
	return string(text), nil
}

// Scan reads what the database kept.
func (j asJSON) Scan(src any) error {
	var err error
	switch text := src.(type) {
	case string:
		err = json.Unmarshal([]byte(text), j.v)
	case []byte:
		err = json.Unmarshal(text, j.v)
	default:
		err = fmt.Errorf("the column holds %T", src)
	}
	if err != nil {
		return fmt.Errorf("decoding a column: %w", err)
	}
	return nil
}

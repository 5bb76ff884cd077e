package store

import (
	"bytes"
	"encoding/base64"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"gatehouse"
)

// Page says which part of a list to read. Lists are newest first; a page ends
// with the cursor that the next one begins with, so that rows which come and
// go meanwhile neither repeat nor hide others.
type Page struct {
	Limit  int    // 1 to 200; 0: 50; more than 200: 200
	Cursor string // from the page before; empty: the first page
}

const (
	defaultLimit = 50
	maxLimit     = 200
)

func (p Page) limit() int {
	if p.Limit <= 0 {
		return defaultLimit
	}
	return min(p.Limit, maxLimit)
}

// cursor names the list and the last row that was given out.
func cursor(list string, keys ...string) string {
	return base64.RawURLEncoding.EncodeToString([]byte(list + "\n" + strings.Join(keys, "\n")))
}

// after reads a cursor of a list whose rows have n keys; nil: the first page.
func (p Page) after(list string, n int) ([]string, error) {
	if p.Cursor == "" {
		return nil, nil
	}
	text, err := base64.RawURLEncoding.DecodeString(p.Cursor)
	parts := strings.Split(string(text), "\n")
	if err != nil || len(parts) != n+1 || parts[0] != list || slices.Contains(parts, "") || !plain(text) {
		return nil, badCursor()
	}
	return parts[1:], nil
}

// plain keeps out what the database would choke on.
func plain(text []byte) bool {
	return utf8.Valid(text) && !bytes.ContainsFunc(text, func(c rune) bool { return c < ' ' && c != '\n' })
}

func badCursor() error {
	return &gatehouse.Error{
		Kind: gatehouse.Invalid, Detail: "The cursor is not valid; see errors.",
		Fields: []gatehouse.Field{{Pointer: "?cursor", Detail: "must be the next_cursor of the page before, of the same list"}},
	}
}

// Sort is what a list of things with names is sorted by.
type Sort string

// The sorts; the empty one is the newest first.
const (
	ByName         Sort = "name"
	ByNameBackward Sort = "-name"
	OldestFirst    Sort = "created_at"
	NewestFirst    Sort = "-created_at"
)

var orders = map[Sort]order{
	"": newest, NewestFirst: newest, OldestFirst: {column: "id", ascending: true},
	ByName: {column: "name", ascending: true}, ByNameBackward: {column: "name"},
}

// of is the order, and the list as its cursors name it: a cursor is good for
// its own order alone.
func (s Sort) of(list string) (order, string) {
	o := orders[s]
	if o == newest {
		return o, list
	}
	return o, list + "." + string(s)
}

// order is a column that a list is read in the order of. Ids begin with the
// time they were made at.
type order struct {
	column    string
	ascending bool
	repeats   bool // several rows may have the same value; the id decides among them
}

var newest = order{column: "id"}

// repeating is the order where names are not unique.
func (o order) repeating() order {
	o.repeats = o.column != "id"
	return o
}

// keys are what a cursor says of a row.
func (o order) keys(id, name string) []string {
	switch {
	case o.column == "id":
		return []string{id}
	case o.repeats:
		return []string{name, id}
	default:
		return []string{name}
	}
}

// byID turns a filter into the rest of a query for one page, newest id first,
// and one row more, which tells whether there is a next page.
func (p Page) byID(list string, f *filter) (rest string, err error) { return p.by(newest, list, f) }

func (p Page) by(o order, list string, f *filter) (rest string, err error) {
	after, err := p.after(list, len(o.keys("", "")))
	if err != nil {
		return "", err
	}
	compare, way := " < ", " DESC"
	if o.ascending {
		compare, way = " > ", " ASC"
	}
	columns, values, sorted := o.column, "?", o.column+way
	if o.repeats {
		columns, values, sorted = "("+o.column+", id)", "(?, ?)", sorted+", id"+way
	}
	if after != nil {
		f.and(columns+compare+values, anys(after)...)
	}
	return f.where() + "ORDER BY " + sorted + " LIMIT " + strconv.Itoa(p.limit()+1), nil
}

func anys(texts []string) []any {
	out := make([]any, len(texts))
	for i, text := range texts {
		out[i] = text
	}
	return out
}

// places are the numbered places of n values from the first on.
func places(first, n int) string {
	out := make([]string, n)
	for i := range out {
		out[i] = "$" + strconv.Itoa(first+i)
	}
	return strings.Join(out, ", ")
}

// cut takes the extra row off and makes the cursor of the next page; key
// returns the keys of the last row given out.
func cut[T any](p Page, list string, rows []T, key func(*T) []string) ([]T, string) {
	if len(rows) <= p.limit() {
		return rows, ""
	}
	rows = rows[:p.limit()]
	return rows, cursor(list, key(&rows[len(rows)-1])...)
}

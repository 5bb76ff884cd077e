package store

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"

	"gatehouse"
)

// Match is a resource that was found by a few characters.
type Match struct {
	Kind     string // "client", "profile", "collection", "policy", "user"
	ID, Name string
	Detail   string // of a profile the name of its client; else what describes it
	fit      int
}

// FindQuery asks for what somebody has in mind.
type FindQuery struct {
	Text  string
	Users bool // among users too
	Limit int
}

// How well something fits, the best first.
const (
	exactly = iota
	byPrefix
	inName
	inText
)

// newestTexts is how many of the newest clients are searched in their
// descriptions: to read those of a hundred thousand takes too long for every
// key that is pressed.
const newestTexts = 10_000

// searched are the kinds that have names. Selects shows a row of theirs; texts
// is the condition on what else is searched.
var searched = []struct{ kind, table, selects, texts string }{
	{"client", "clients", "SELECT clients.id, clients.name, clients.description FROM clients ", "clients.id IN (" + strings.Replace(newestDescribed, "?", "$1", 1) + ")"},
	{"profile", "profiles", "SELECT profiles.id, profiles.name, clients.name FROM profiles JOIN clients ON clients.id = profiles.client_id ", ""},
	{"collection", "collections", "SELECT collections.id, collections.name, collections.title FROM collections ", `lower(title) LIKE $1 ESCAPE '\' OR lower(base_path) LIKE $1 ESCAPE '\'`},
	{"policy", "policies", "SELECT policies.id, policies.name, policies.description FROM policies ", `lower(description) LIKE $1 ESCAPE '\'`},
}

// Find looks for an id, a name, an email address or a piece of text: exact
// names first, then beginnings of names, then the inside of names and of
// texts. It asks indexes first and reads whole tables only when those had too
// little.
func (tx *Tx) Find(ctx context.Context, q FindQuery) ([]Match, error) {
	f := finder{tx: tx, text: strings.ToLower(strings.TrimSpace(q.Text)), limit: q.Limit, seen: map[string]bool{}}
	looks := []func(context.Context) error{f.named, f.beginning, f.within, f.described}
	if strings.Contains(f.text, "@") {
		looks = []func(context.Context) error{f.addressed}
	}
	if q.Users {
		looks = append([]func(context.Context) error{f.users}, looks...)
	}
	for _, look := range looks {
		if len(f.found) >= f.limit || f.text == "" || len(f.found) > 0 && f.isID() {
			break
		}
		if err := look(ctx); err != nil {
			return nil, err
		}
	}
	return f.best(), nil
}

// isID tells ids from names, in which there is no underscore.
func (f *finder) isID() bool { return strings.Contains(f.text, "_") && f.found[0].ID == f.text }

type finder struct {
	tx    *Tx
	text  string
	limit int
	found []Match
	seen  map[string]bool // ids
}

// add runs a query for at most as many rows as are wanted.
func (f *finder) add(ctx context.Context, kind string, fit int, query string, args ...any) error {
	rows, err := scanAll(ctx, f.tx, func(m *Match) []any { return []any{&m.ID, &m.Name, &m.Detail} }, query+" LIMIT "+strconv.Itoa(f.limit), args...)
	for _, m := range rows {
		if !f.seen[m.ID] {
			m.Kind, m.fit = kind, fit
			f.seen[m.ID] = true
			f.found = append(f.found, m)
		}
	}
	return err
}

func (f *finder) named(ctx context.Context) error {
	for _, s := range searched {
		if err := f.add(ctx, s.kind, exactly, s.selects+"WHERE "+s.table+".id = $1 OR "+s.table+".name = $1", f.text); err != nil {
			return err
		}
	}
	if !strings.HasPrefix(f.text, gatehouse.TokenIDPrefix+"_") {
		return nil
	}
	profile := searched[1]
	return f.add(ctx, profile.kind, exactly, profile.selects+"WHERE profiles.id = (SELECT profile_id FROM tokens WHERE id = $1)", f.text)
}

// beyond is behind every text that begins with another one, byte by byte.
const beyond = "\U0010FFFF"

func (f *finder) beginning(ctx context.Context) error {
	for _, s := range searched {
		name := s.table + ".name"
		if err := f.add(ctx, s.kind, byPrefix, s.selects+"WHERE "+name+" >= $1 AND "+name+" < $2 ORDER BY "+name, f.text, f.text+beyond); err != nil {
			return err
		}
	}
	return nil
}

// within reads all names, but out of their index alone; many profiles share
// one.
func (f *finder) within(ctx context.Context) error {
	for _, s := range searched {
		names := "SELECT name FROM " + s.table + ` WHERE name LIKE $1 ESCAPE '\' GROUP BY name ORDER BY name LIMIT ` + strconv.Itoa(f.limit)
		if err := f.add(ctx, s.kind, inName, s.selects+"WHERE "+s.table+".name IN ("+names+")", contains(f.text)); err != nil {
			return err
		}
	}
	return nil
}

func (f *finder) described(ctx context.Context) error {
	for _, s := range searched {
		if s.texts == "" {
			continue
		}
		if err := f.add(ctx, s.kind, inText, s.selects+"WHERE "+s.texts, contains(f.text)); err != nil {
			return err
		}
	}
	return nil
}

// addressed finds clients by an authorized or contact email.
func (f *finder) addressed(ctx context.Context) error {
	const portal = "SELECT clients.id, clients.name, email FROM portal_emails JOIN clients ON clients.id = portal_emails.client_id WHERE email >= $1 AND email < $2 ORDER BY email"
	const contact = "SELECT id, name, contact_email FROM clients WHERE contact_email >= $1 AND contact_email < $2 ORDER BY contact_email"
	for _, query := range []string{portal, contact} {
		if err := f.add(ctx, "client", byPrefix, query, f.text, f.text+beyond); err != nil {
			return err
		}
	}
	return nil
}

// users are few.
func (f *finder) users(ctx context.Context) error {
	const query = `SELECT id, email, role FROM users WHERE email LIKE $1 ESCAPE '\' OR lower(name) LIKE $1 ESCAPE '\' OR id = $2 ORDER BY email`
	return f.add(ctx, "user", inText, query, contains(f.text), f.text)
}

// best are the matches in the order in which they are offered: by how well
// they fit, and of those that fit alike one of each kind in turn, so that many
// clients do not hide the one policy.
func (f *finder) best() []Match {
	turn := map[string]int{}
	turns := make(map[string]int, len(f.found))
	for i := range f.found {
		m := &f.found[i]
		switch {
		case m.Name == f.text || m.ID == f.text || m.Detail == f.text:
			m.fit = exactly
		case m.fit > byPrefix && strings.HasPrefix(m.Name, f.text):
			m.fit = byPrefix
		}
		key := m.Kind + strconv.Itoa(m.fit)
		turns[m.ID] = turn[key]
		turn[key]++
	}
	slices.SortStableFunc(f.found, func(a, b Match) int {
		return cmp.Or(cmp.Compare(a.fit, b.fit), cmp.Compare(turns[a.ID], turns[b.ID]))
	})
	return f.found[:min(f.limit, len(f.found))]
}

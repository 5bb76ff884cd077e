package store

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"gatehouse"
)

var clients = table[gatehouse.Client]{
	name:    "clients",
	noun:    "client",
	columns: "id, name, description, contact_email, status, labels, created_at, updated_at, version",
	fields: func(c *gatehouse.Client) []any {
		return []any{
			&c.ID, &c.Name, &c.Description, &c.ContactEmail, &c.Status,
			asJSON{&c.Labels},
			ms{&c.CreatedAt},
			ms{&c.UpdatedAt},
			&c.Version,
		}
	},
}

// ClientQuery selects clients; empty fields do not filter.
type ClientQuery struct {
	Page
	Q            string // in name or contact email, in the description of the newest 10,000, or the id itself
	PolicyID     string // attached to the client or to one of its profiles
	CollectionID string // clients with access to it
	PortalEmail  string // clients that authorize the address
	Status       gatehouse.Status
	Label        string // "region:eu", or the name alone for any value
	Without      Lack
	Sort         Sort
}

// Lack is what a client may not have yet.
type Lack string

// What clients are found by the lack of.
const (
	LackOfProfile Lack = "profile"
	LackOfCall    Lack = "call" // no token of it was used, as far as is known
)

var lacks = map[Lack]string{
	LackOfProfile: "NOT EXISTS (SELECT 1 FROM profiles WHERE profiles.client_id = clients.id)",
	LackOfCall:    "NOT EXISTS (SELECT 1 FROM tokens WHERE tokens.client_id = clients.id AND tokens.first_used_at > 0)",
}

// own adds the conditions about a client's own columns.
func (q ClientQuery) own(f *filter) {
	if q.Status != "" {
		f.and("status = ?", q.Status)
	}
	if lack := lacks[q.Without]; lack != "" {
		f.and(lack)
	}
	if q.Label != "" {
		// Labels are stored as one JSON object, in which a quote inside of a name
		// or value is escaped: this text can be nothing but a member. LIKE would
		// ignore letter case on one engine and not on the other.
		f.and("replace(labels, ?, '') <> labels", labelMember(q.Label))
	}
}

// fewTexts is how many names or addresses a text may be in to count as rare.
const fewTexts = 200

// text adds the condition about the text. What is rare is looked up first, in
// indexes that hold nothing but names and addresses, because to read a million
// clients takes seconds; a page of what is common is found soon by reading.
func (q ClientQuery) text(ctx context.Context, tx *Tx, f *filter) error {
	if q.Q == "" {
		return nil
	}
	like := contains(q.Q)
	names, err := tx.texts(ctx, `SELECT name FROM clients WHERE name LIKE $1 ESCAPE '\'`, like)
	if err != nil {
		return err
	}
	contacts, err := tx.texts(ctx, `SELECT contact_email FROM clients WHERE lower(contact_email) LIKE $1 ESCAPE '\'`, like)
	if err != nil {
		return err
	}
	if len(names) > fewTexts || len(contacts) > fewTexts {
		f.and(`name LIKE ? ESCAPE '\' OR lower(contact_email) LIKE ? ESCAPE '\' OR id = ? OR id IN (`+newestDescribed+`)`, like, like, q.Q, like)
		return nil
	}
	f.and(`id IN (SELECT id FROM clients WHERE name IN (`+marks(names)+`) UNION SELECT id FROM clients WHERE contact_email IN (`+marks(contacts)+`)
		UNION SELECT id FROM clients WHERE id = ? UNION `+newestDescribed+`)`, slices.Concat(names, contacts, []any{q.Q, like})...)
	return nil
}

// newestDescribed are the newest clients with a text in their description; see
// [newestTexts].
var newestDescribed = `SELECT id FROM (SELECT id, description FROM clients ORDER BY id DESC LIMIT ` + strconv.Itoa(newestTexts) + `) AS newest WHERE lower(description) LIKE ? ESCAPE '\'`

// texts are the first texts that a query finds: one more than are few.
func (tx *Tx) texts(ctx context.Context, query, like string) ([]any, error) {
	found, err := scanAll(ctx, tx, func(s *string) []any { return []any{s} }, query+" LIMIT "+strconv.Itoa(fewTexts+1), like)
	return anys(found), err
}

// marks are the places of a list of values; NULL for none, which nothing is in.
func marks(values []any) string {
	if len(values) == 0 {
		return "NULL"
	}
	return strings.Repeat("?, ", len(values)-1) + "?"
}

// cutLabel cuts at the first colon that has no backslash before it: a name may
// hold colons too.
func cutLabel(label string) (name, value string, both bool) {
	var unescaped strings.Builder
	for i := 0; i < len(label); i++ {
		switch {
		case label[i] == ':':
			return unescaped.String(), label[i+1:], true
		case label[i] == '\\' && i+1 < len(label) && strings.IndexByte(`\:`, label[i+1]) >= 0:
			i++
		}
		unescaped.WriteByte(label[i])
	}
	return unescaped.String(), "", false
}

func labelMember(label string) string {
	name, value, both := cutLabel(label)
	member, _ := json.Marshal(name) // a string can always be encoded
	if both {
		quoted, _ := json.Marshal(value)
		return string(member) + ":" + string(quoted)
	}
	return string(member) + ":"
}

// Client reads a client by id or name.
func (tx *Tx) Client(ctx context.Context, idOrName string) (gatehouse.Client, error) {
	c, err := clients.get(ctx, tx, "WHERE id = $1 OR name = $1", idOrName)
	if err != nil {
		return c, err
	}
	one := []gatehouse.Client{c}
	err = tx.fillSets(ctx, one)
	return one[0], err
}

// ListClients reads a page of clients and the next cursor.
func (tx *Tx) ListClients(ctx context.Context, q ClientQuery) ([]gatehouse.Client, string, error) {
	var f filter
	if err := q.text(ctx, tx, &f); err != nil {
		return nil, "", err
	}
	q.own(&f)
	sorted, list := q.Sort.of("clients")
	after, err := q.after(list, 1)
	if err != nil {
		return nil, "", err
	}
	q.members(&f, sorted, after)
	rest, err := q.by(sorted, list, &f)
	if err != nil {
		return nil, "", err
	}
	found, err := clients.list(ctx, tx, rest, f.args...)
	if err != nil {
		return nil, "", err
	}
	found, next := cut(q.Page, list, found, func(c *gatehouse.Client) []string { return sorted.keys(c.ID, c.Name) })
	return found, next, tx.fillSets(ctx, found)
}

// members adds the conditions about other tables. A policy may be attached to
// a million clients: where nothing else filters, each table gives the page's
// ids alone, from an index that has them in order, instead of all of them.
func (q ClientQuery) members(f *filter, sorted order, after []string) {
	type source struct{ table, column, value string }
	sets := [][]source{
		{{"client_policies", "policy_id", q.PolicyID}, {"profile_policies", "policy_id", q.PolicyID}},
		{{"access", "collection_id", q.CollectionID}},
		{{"portal_emails", "email", gatehouse.NormalizeEmail(q.PortalEmail)}},
	}
	sets = slices.DeleteFunc(sets, func(s []source) bool { return s[0].value == "" })
	page := ""
	if sorted == newest && len(f.conditions) == 0 && len(sets) == 1 {
		page = " ORDER BY client_id DESC LIMIT " + strconv.Itoa(q.limit()+1)
	}
	for _, set := range sets {
		var selects []string
		var args []any
		for _, s := range set {
			where := "WHERE " + s.column + " = ?"
			args = append(args, s.value)
			if after != nil && sorted == newest {
				where += " AND client_id < ?"
				args = append(args, after[0])
			}
			selects = append(selects, "SELECT client_id FROM (SELECT DISTINCT client_id FROM "+s.table+" "+where+page+") AS "+s.table+"_page")
		}
		f.and("id IN ("+strings.Join(selects, " UNION ")+")", args...)
	}
}

// InsertClient stores a new client and fills in its id, times and version. A
// taken name is a Conflict at /name. Policies, portal emails and access are
// stored by writes of their own.
func (tx *Tx) InsertClient(ctx context.Context, c *gatehouse.Client) error {
	tx.created(&c.ID, gatehouse.ClientIDPrefix, &c.Meta)
	tx.touch(TouchedClient, c.ID)
	return clients.insert(ctx, tx, c)
}

// UpdateClient stores a client's own fields, if its version is the stored one.
func (tx *Tx) UpdateClient(ctx context.Context, c *gatehouse.Client) error {
	tx.touch(TouchedClient, c.ID)
	return clients.updateVersion(ctx, tx, c, &c.Meta)
}

// DeleteClient deletes a client with its profiles, tokens, access, attached
// policies, portal emails and one-time links.
func (tx *Tx) DeleteClient(ctx context.Context, id string) error {
	tx.touch(TouchedClient, id)
	return clients.delete(ctx, tx, id)
}

// clientChanged moves a client's version on after a write to one of its sets,
// since they are part of what the API shows under the client's ETag.
func (tx *Tx) clientChanged(ctx context.Context, id string) error {
	tx.touch(TouchedClient, id)
	n, err := tx.exec(ctx, "UPDATE clients SET version = version + 1, updated_at = $2 WHERE id = $1", id, millis(tx.now))
	if err == nil && n == 0 {
		return clients.notFound()
	}
	return err
}

package store

import (
	"context"
	"strings"
	"time"

	"github.com/oklog/ulid/v2"

	"gatehouse"
)

// ExpiringToken is a token that will stop working although nothing has taken
// its place.
type ExpiringToken struct {
	TokenID, Prefix        string
	ExpiresAt              time.Time
	ClientID, ClientName   string
	ProfileID, ProfileName string
}

const expiring = ` FROM tokens JOIN clients ON clients.id = tokens.client_id JOIN profiles ON profiles.id = tokens.profile_id
	WHERE tokens.expires_at > 0 AND tokens.expires_at > $1 AND tokens.expires_at <= $2 AND tokens.revoked_at = 0 AND tokens.retired_at = 0
	AND clients.status = 'enabled' AND profiles.status = 'enabled'`

// ExpiringTokens lists the tokens of enabled profiles and clients that expire
// before a moment, the first to expire first, and how many there are.
func (tx *Tx) ExpiringTokens(ctx context.Context, before time.Time, limit int) (found []ExpiringToken, total int64, err error) {
	now := millis(tx.now)
	total, err = tx.count(ctx, "SELECT COUNT(*)"+expiring, now, millis(before))
	if err != nil || total == 0 {
		return []ExpiringToken{}, total, err
	}
	found, err = scanAll(ctx, tx, func(t *ExpiringToken) []any {
		return []any{&t.TokenID, &t.Prefix, ms{&t.ExpiresAt}, &t.ClientID, &t.ClientName, &t.ProfileID, &t.ProfileName}
	}, `SELECT tokens.id, tokens.prefix, tokens.expires_at, clients.id, clients.name, profiles.id, profiles.name`+expiring+
		" ORDER BY tokens.expires_at, tokens.id LIMIT $3", now, millis(before), limit)
	return found, total, err
}

// WaitingClient is a client that has not called yet.
type WaitingClient struct {
	ID, Name  string
	CreatedAt time.Time
}

// waiting selects enabled clients of which no token was ever used. One that
// can call without a token is left out: nobody notes when it does.
const waiting = ` FROM clients WHERE id >= $1 AND status = 'enabled'
	AND NOT EXISTS (SELECT 1 FROM tokens WHERE tokens.client_id = clients.id AND last_used_at > 0)
	AND NOT EXISTS (SELECT 1 FROM profiles WHERE profiles.client_id = clients.id AND auth LIKE '%"none"%')`

// maxWaiting bounds the count of clients that have not called.
const maxWaiting = 1000

// WaitingClients lists the clients created since a moment that have not called
// yet, newest first, and how many there are, at most a thousand.
func (tx *Tx) WaitingClients(ctx context.Context, since time.Time, limit int) (found []WaitingClient, total int64, err error) {
	first := firstID(gatehouse.ClientIDPrefix, since)
	total, err = tx.count(ctx, "SELECT COUNT(*) FROM (SELECT 1"+waiting+" LIMIT $2) AS waiting", first, maxWaiting)
	if err != nil || total == 0 {
		return []WaitingClient{}, total, err
	}
	found, err = scanAll(ctx, tx, func(c *WaitingClient) []any { return []any{&c.ID, &c.Name, ms{&c.CreatedAt}} },
		"SELECT id, name, created_at"+waiting+" ORDER BY id DESC LIMIT $2", first, limit)
	return found, total, err
}

// FirstCall is a client that began to call, as far as its tokens tell.
type FirstCall struct {
	ClientID, ClientName string
	At                   time.Time
}

// FirstCalls lists the clients whose first use of any token was at or after a
// moment, the newest first.
func (tx *Tx) FirstCalls(ctx context.Context, since time.Time, limit int) ([]FirstCall, error) {
	return scanAll(ctx, tx, func(c *FirstCall) []any { return []any{&c.ClientID, &c.ClientName, ms{&c.At}} },
		`SELECT clients.id, clients.name, tokens.first_used_at FROM tokens JOIN clients ON clients.id = tokens.client_id
		WHERE tokens.first_used_at > 0 AND tokens.first_used_at >= $1 AND NOT EXISTS (SELECT 1 FROM tokens AS other
			WHERE other.client_id = tokens.client_id AND other.first_used_at > 0
			AND (other.first_used_at < tokens.first_used_at OR other.first_used_at = tokens.first_used_at AND other.id < tokens.id))
		ORDER BY tokens.first_used_at DESC, tokens.id LIMIT $2`, millis(since), limit)
}

// firstID is the smallest id made at or after a moment: ids begin with their
// time, so that the newest of a table need no index of their own.
func firstID(prefix string, since time.Time) string {
	var id ulid.ULID
	_ = id.SetTime(ulid.Timestamp(since)) // fails beyond the year 10889
	return prefix + "_" + strings.ToLower(id.String())
}

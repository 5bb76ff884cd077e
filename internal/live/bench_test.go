package live_test

import (
	"context"
	"fmt"
	"testing"

	"gatehouse"
	"gatehouse/internal/store"
)

// BenchmarkLoad10kClients is the part of a start that grows with the number
// of clients.
func BenchmarkLoad10kClients(b *testing.B) {
	n := newNode(b, b.TempDir()).open()
	defer n.close()
	n.fill(10_000)
	for b.Loop() {
		fresh := newNode(b, n.data)
		if err := fresh.follower.Load(context.Background(), n.store); err != nil {
			b.Fatal(err)
		}
		if fresh.directory.Len() != 10_000 {
			b.Fatalf("%d clients", fresh.directory.Len())
		}
	}
}

// fill makes clients with a profile and a token each, in one change.
func (n *node) fill(clients int) {
	n.t.Helper()
	ctx := context.Background()
	_, err := n.store.Change(ctx, store.By{Actor: admin.Actor}, func(tx *store.Tx) ([]store.Event, error) {
		for i := range clients {
			c := gatehouse.Client{Name: fmt.Sprintf("partner-%07d", i), Status: gatehouse.Enabled}
			if err := tx.InsertClient(ctx, &c); err != nil {
				return nil, err
			}
			p := gatehouse.Profile{Name: "standard", ClientID: c.ID, Status: gatehouse.Enabled, Auth: gatehouse.Auth{Type: gatehouse.AuthToken}}
			if err := tx.InsertProfile(ctx, &p); err != nil {
				return nil, err
			}
			hash := n.keys.Hash(c.ID)
			t := gatehouse.Token{ClientID: c.ID, ProfileID: p.ID, Prefix: "ght_abcd", Hash: hash[:]}
			if err := tx.InsertToken(ctx, &t); err != nil {
				return nil, err
			}
		}
		return []store.Event{{Action: "test.filled"}}, nil
	})
	if err != nil {
		n.t.Fatal(err)
	}
}

package live_test

import (
	"context"
	"errors"
	"net/netip"
	"os"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"gatehouse"
	"gatehouse/internal/live"
	"gatehouse/internal/live/lastgood"
	"gatehouse/internal/ops"
	"gatehouse/internal/store"
)

func (n *node) export(path string) {
	n.t.Helper()
	f, err := os.Create(path)
	if err != nil {
		n.t.Fatal(err)
	}
	if err := errors.Join(n.store.Export(context.Background(), f), f.Close()); err != nil {
		n.t.Fatal(err)
	}
}

func (n *node) restore(path string) {
	n.t.Helper()
	f, err := os.Open(path)
	if err != nil {
		n.t.Fatal(err)
	}
	defer f.Close()
	if err := n.store.Import(context.Background(), store.By{Actor: admin.Actor}, f); err != nil {
		n.t.Fatal(err)
	}
}

// run follows in the background until stop is called.
func (n *node) run() (stop func()) {
	ctx, cancel := context.WithCancel(context.Background())
	var wg sync.WaitGroup
	wg.Go(func() { n.follower.Run(ctx) })
	return func() { cancel(); wg.Wait() }
}

func TestAnotherProcessSeesAChangeWithinASecond(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		data := t.TempDir()
		writer, reader := newNode(t, data).open(), newNode(t, data).open()
		defer writer.close()
		defer reader.close()
		defer reader.run()()
		c := writer.client("acme")
		if reader.directory.Find(c.ID) != nil {
			t.Fatal("the reader knows the client before it can")
		}
		time.Sleep(live.Interval)
		synctest.Wait()
		if reader.directory.Find(c.ID) == nil {
			t.Error("the reader does not know the client after a second")
		}
	})
}

func TestAGatewayStartsWithoutItsStore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		data := t.TempDir()
		first := newNode(t, data).open()
		stop := first.run()
		c := first.client("acme")
		first.profile(c.ID)
		first.publish("shipments")
		stop() // writes the copy
		first.close()

		second := newNode(t, data)
		if err := second.follower.LoadLastGood(errors.New("connection refused")); err != nil {
			t.Fatal(err)
		}
		if second.directory.Find(c.ID) == nil || !second.serves("/shipments/track/1") || second.follower.Version() != first.follower.Version() {
			t.Error("the last good configuration is not in force")
		}
		if got := second.part("configuration"); got.Status != ops.Degraded || !strings.Contains(got.Reason, "last good") {
			t.Errorf("%+v", got)
		}
		if got := second.part("store"); got.Status != ops.Degraded || got.Reason != "connection refused" {
			t.Errorf("%+v", got)
		}

		third := newNode(t, data).open() // somebody changes something meanwhile
		defer third.close()
		if err := third.control.DeleteClient(context.Background(), admin, c.ID, 0); err != nil {
			t.Fatal(err)
		}
		second.open()
		defer second.close()
		if second.directory.Find(c.ID) != nil {
			t.Error("a client that was deleted meanwhile lives on")
		}
		if got := second.part("configuration"); got.Status != ops.Ready {
			t.Errorf("after the store came back: %+v", got)
		}
	})
}

func TestWithoutStoreAndCopyNothingIsServed(t *testing.T) {
	n := newNode(t, t.TempDir())
	if err := n.follower.LoadLastGood(errors.New("away")); !errors.Is(err, lastgood.ErrNone) {
		t.Errorf("LoadLastGood: %v", err)
	}
	if n.serves("/shipments") || ops.Of(n.follower.Parts()).Status != ops.Unready {
		t.Errorf("%+v", n.follower.Parts())
	}
}

func TestAStoreThatGoesAwayChangesNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := newNode(t, t.TempDir()).open()
		c := n.client("acme")
		n.publish("shipments")
		stop := n.run()
		n.close()
		time.Sleep(2 * live.Interval)
		synctest.Wait()
		if n.directory.Find(c.ID) == nil || !n.serves("/shipments/track/1") {
			t.Error("the configuration in force is gone")
		}
		if got := n.part("store"); got.Status != ops.Degraded {
			t.Errorf("%+v", got)
		}
		if got := ops.Of(n.follower.Parts()).Status; got != ops.Degraded {
			t.Errorf("status %s, want degraded", got)
		}
		stop()
	})
}

func TestTheUseOfTokensReachesTheStore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := newNode(t, t.TempDir()).open()
		defer n.close()
		c := n.client("acme")
		p := n.profile(c.ID)
		stop := n.run()
		use := func() {
			token := &n.directory.Find(c.ID).Profile("standard").Tokens()[0]
			n.directory.Use(token, time.Now(), netip.MustParseAddr("192.0.2.7"))
		}
		use()
		use()
		time.Sleep(11 * time.Second)
		synctest.Wait()
		if got := n.token(p.Token.ID); got.UseCount != 2 || got.LastUsedIP != "192.0.2.7" {
			t.Errorf("after a while: %d uses from %q", got.UseCount, got.LastUsedIP)
		}
		use()
		stop()
		if got := n.token(p.Token.ID); got.UseCount != 3 {
			t.Errorf("after the end: %d uses", got.UseCount)
		}
	})
}

func (n *node) token(id string) (t gatehouse.Token) {
	n.t.Helper()
	err := n.store.View(context.Background(), func(tx *store.Tx) (err error) {
		t, err = tx.Token(context.Background(), id)
		return err
	})
	if err != nil {
		n.t.Fatal(err)
	}
	return t
}

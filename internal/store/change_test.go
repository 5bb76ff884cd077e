package store

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"sync"
	"testing"
	"time"

	"gatehouse"
)

func equalPrefix(a, b netip.Prefix) bool { return a == b }

func TestChangeCommitsEventAndVersionTogether(t *testing.T) {
	onEachEngine(t, func(t *testing.T, f *fixture) {
		c := gatehouse.Client{Name: "acme", Status: gatehouse.Enabled}
		by := By{Actor: testActor, RequestID: "req_7", CorrelationID: "corr_7"}
		version, err := f.Change(t.Context(), by, func(tx *Tx) ([]Event, error) {
			r := gatehouse.Resource{Type: "client", ID: "cl_1", Name: "acme"}
			return []Event{
				{Action: "client.created", Resource: r, Changes: []gatehouse.Change{{Path: "/name", After: []byte(`"acme"`)}}},
				{Action: "client.noticed", Resource: r},
			}, tx.InsertClient(t.Context(), &c)
		})
		if err != nil || version != 1 {
			t.Fatalf("version %d, %v; want 1", version, err)
		}
		f.view(func(tx *Tx) error {
			events, next, err := tx.ListAudit(t.Context(), AuditQuery{})
			if err != nil || len(events) != 2 || next != "" {
				t.Fatalf("events %v, next %q, %v", events, next, err)
			}
			e := events[1]
			if e.Seq != 1 || e.PrevHash != "" || events[0].PrevHash != e.Hash || !e.At.Equal(f.clock) {
				t.Errorf("chain %+v", events)
			}
			same(t, "actor", e.Actor, testActor)
			same(t, "changes", e.Changes, []gatehouse.Change{{Path: "/name", After: []byte(`"acme"`)}})
			if e.RequestID != "req_7" || e.CorrelationID != "corr_7" || events[0].CorrelationID != "corr_7" {
				t.Errorf("ids %+v", e)
			}
			got, err := tx.AuditEvent(t.Context(), e.ID)
			same(t, "event by id", got, e)
			return err
		})
	})
}

func TestWriteThatChangesNothingLeavesNoTrace(t *testing.T) {
	onEachEngine(t, func(t *testing.T, f *fixture) {
		f.addClient("first")
		version, err := f.Change(t.Context(), By{Actor: testActor}, func(tx *Tx) ([]Event, error) {
			return nil, tx.InsertClient(t.Context(), &gatehouse.Client{Name: "ghost"})
		})
		if err != nil || version != 1 {
			t.Errorf("version %d, %v; want 1", version, err)
		}
		f.view(func(tx *Tx) error {
			_, err := tx.Client(t.Context(), "ghost")
			wantKind(t, err, gatehouse.NotFound, "")
			return nil
		})
	})
}

func TestFailedChangeKeepsNothingAndReturnsItsError(t *testing.T) {
	onEachEngine(t, func(t *testing.T, f *fixture) {
		broken := errors.New("broken")
		_, err := f.try(func(tx *Tx) error {
			if err := tx.InsertClient(t.Context(), &gatehouse.Client{Name: "ghost"}); err != nil {
				return err
			}
			return broken
		})
		if !errors.Is(err, broken) {
			t.Errorf("error %v", err)
		}
		version, err := f.Version(t.Context())
		if err != nil || version != 0 {
			t.Errorf("version %d, %v; want 0", version, err)
		}
		if report, err := f.VerifyAudit(t.Context()); err != nil || report.Events != 0 || !report.Intact {
			t.Errorf("audit %+v, %v", report, err)
		}
	})
}

func TestPanicInAChangeKeepsNothingAndFreesTheWriter(t *testing.T) {
	onEachEngine(t, func(t *testing.T, f *fixture) {
		func() {
			defer func() { _ = recover() }()
			_, _ = f.try(func(*Tx) error { panic("bug") })
		}()
		f.addClient("after")
	})
}

func TestViewCannotWrite(t *testing.T) {
	onEachEngine(t, func(t *testing.T, f *fixture) {
		err := f.View(t.Context(), func(tx *Tx) error { return tx.InsertClient(t.Context(), &gatehouse.Client{Name: "acme"}) })
		if err == nil {
			t.Error("a view wrote")
		}
	})
}

func TestViewSeesOneSnapshot(t *testing.T) {
	onEachEngine(t, func(t *testing.T, f *fixture) {
		f.view(func(tx *Tx) error {
			before, err := tx.Version(t.Context())
			if err != nil {
				return err
			}
			f.addClient("meanwhile")
			after, err := tx.Version(t.Context())
			if err != nil || before != after {
				t.Errorf("version moved from %d to %d, %v", before, after, err)
			}
			return nil
		})
	})
}

func TestWritersQueueAndNeitherChainNorVersionForks(t *testing.T) {
	const writers, each = 8, 10
	onEachEngine(t, func(t *testing.T, f *fixture) {
		second, err := Open(t.Context(), f.options) // as another process would
		if err != nil {
			t.Fatal(err)
		}
		defer second.Close()
		var all sync.WaitGroup
		for w := range writers {
			s := []*Store{f.Store, second}[w%2]
			all.Go(func() {
				for i := range each {
					c := gatehouse.Client{Name: fmt.Sprintf("c-%d-%d", w, i), Status: gatehouse.Enabled}
					_, err := s.Change(t.Context(), By{Actor: testActor}, func(tx *Tx) ([]Event, error) {
						return []Event{{Action: "client.created"}}, tx.InsertClient(t.Context(), &c)
					})
					if err != nil {
						t.Error(err)
					}
				}
			})
		}
		all.Wait()
		version, err := f.Version(t.Context())
		if err != nil || version != writers*each {
			t.Errorf("version %d, %v; want %d", version, err, writers*each)
		}
		if report, err := f.VerifyAudit(t.Context()); err != nil || !report.Intact || report.Events != writers*each {
			t.Errorf("audit %+v, %v", report, err)
		}
	})
}

func TestCancelledChangeIsUnavailableAndKeepsNothing(t *testing.T) {
	onEachEngine(t, func(t *testing.T, f *fixture) {
		ctx, cancel := context.WithCancel(t.Context())
		_, err := f.Change(ctx, By{Actor: testActor}, func(tx *Tx) ([]Event, error) {
			defer cancel()
			return []Event{{Action: "client.created"}}, tx.InsertClient(ctx, &gatehouse.Client{Name: "acme"})
		})
		wantKind(t, err, gatehouse.Unavailable, "")
		if version, err := f.Version(t.Context()); err != nil || version != 0 {
			t.Errorf("version %d, %v", version, err)
		}
		f.addClient("after")
	})
}

func TestRestartKeepsEverything(t *testing.T) {
	onEachEngine(t, func(t *testing.T, f *fixture) {
		c := f.addClient("acme")
		f.reopen()
		got := read(f, func(ctx context.Context, tx *Tx) (gatehouse.Client, error) { return tx.Client(ctx, "acme") })
		if got.ID != c.ID || !got.CreatedAt.Equal(f.clock) {
			t.Errorf("client %+v, want %+v", got, c)
		}
		if report, err := f.VerifyAudit(t.Context()); err != nil || !report.Intact || report.CheckpointSeq != 1 {
			t.Errorf("audit %+v, %v", report, err)
		}
	})
}

func TestTimesAreUTCAndWholeMilliseconds(t *testing.T) {
	onEachEngine(t, func(t *testing.T, f *fixture) {
		f.clock = time.Date(2026, 1, 2, 3, 4, 5, 6_789_012, time.FixedZone("", 3600))
		c := f.addClient("acme")
		want := time.Date(2026, 1, 2, 2, 4, 5, 6_000_000, time.UTC)
		got := read(f, func(ctx context.Context, tx *Tx) (gatehouse.Client, error) { return tx.Client(ctx, c.ID) })
		if c.CreatedAt != want || got.CreatedAt != want || got.UpdatedAt != want {
			t.Errorf("created %v, read %v; want %v", c.CreatedAt, got.CreatedAt, want)
		}
	})
}

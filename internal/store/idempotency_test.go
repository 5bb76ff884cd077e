package store

import (
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"gatehouse"
)

func markOf(key string) *IdempotencyMark {
	return &IdempotencyMark{ActorID: "ak_1", Route: "POST /clients", Key: key, BodyHash: []byte("body")}
}

// create makes a client under a key, as one call of the admin API does.
func (f *fixture) create(m *IdempotencyMark, name string) error {
	_, err := f.Change(f.Context(), By{Actor: testActor, Idempotency: m}, func(tx *Tx) ([]Event, error) {
		c := gatehouse.Client{Name: name}
		err := tx.InsertClient(f.Context(), &c)
		return []Event{{Action: "client.created", Resource: gatehouse.Resource{Type: "client", ID: c.ID}}}, err
	})
	return err
}

func TestAnswerIsReplayedForADay(t *testing.T) {
	onEachEngine(t, func(t *testing.T, f *fixture) {
		_, err := f.IdempotentCall(t.Context(), markOf("k"))
		wantKind(t, err, gatehouse.NotFound, "")
		if err := f.create(markOf("k"), "acme"); err != nil {
			t.Fatal(err)
		}
		if err := f.SaveIdempotentResponse(t.Context(), markOf("k"), 201, []byte(`{"id":"cl_1"}`)); err != nil {
			t.Fatal(err)
		}
		got, err := f.IdempotentCall(t.Context(), markOf("k"))
		if err != nil || !got.Answered() || !got.SameBody || got.Status != 201 || string(got.Response) != `{"id":"cl_1"}` {
			t.Errorf("call %+v, %v", got, err)
		}
		other := markOf("k")
		other.BodyHash = []byte("another body")
		if got, err := f.IdempotentCall(t.Context(), other); err != nil || got.SameBody {
			t.Errorf("another body: %+v, %v", got, err)
		}
		other.ActorID = "ak_2"
		_, err = f.IdempotentCall(t.Context(), other)
		wantKind(t, err, gatehouse.NotFound, "")
		f.clock = f.clock.Add(IdempotencyLifetime)
		_, err = f.IdempotentCall(t.Context(), markOf("k"))
		wantKind(t, err, gatehouse.NotFound, "")
		if err := f.create(markOf("k"), "again"); err != nil {
			t.Errorf("after a day: %v", err)
		}
	})
}

func TestCommittedCallIsNeverExecutedTwice(t *testing.T) {
	onEachEngine(t, func(t *testing.T, f *fixture) {
		if err := f.create(markOf("k"), "acme"); err != nil {
			t.Fatal(err)
		}
		f.reopen() // the answer was lost in a crash
		got, err := f.IdempotentCall(t.Context(), markOf("k"))
		if err != nil || got.Answered() || got.Resource.Type != "client" || got.Resource.ID == "" {
			t.Errorf("call %+v, %v; want the resource and no answer", got, err)
		}
		wantKind(t, f.create(markOf("k"), "second"), gatehouse.Conflict, "")
	})
}

func TestFailedCallFreesItsKey(t *testing.T) {
	onEachEngine(t, func(t *testing.T, f *fixture) {
		broken := errors.New("broken")
		_, err := f.Change(t.Context(), By{Idempotency: markOf("k")}, func(*Tx) ([]Event, error) { return nil, broken })
		if !errors.Is(err, broken) {
			t.Fatal(err)
		}
		_, err = f.IdempotentCall(t.Context(), markOf("k"))
		wantKind(t, err, gatehouse.NotFound, "")
		if err := f.create(markOf("k"), "acme"); err != nil {
			t.Error(err)
		}
	})
}

func TestCallThatChangedNothingKeepsItsKeyAndTheVersion(t *testing.T) {
	onEachEngine(t, func(t *testing.T, f *fixture) {
		f.addClient("first")
		version, err := f.Change(t.Context(), By{Idempotency: markOf("k")}, func(tx *Tx) ([]Event, error) {
			return nil, tx.InsertClient(t.Context(), &gatehouse.Client{Name: "ghost"})
		})
		if err != nil || version != 1 {
			t.Errorf("version %d, %v; want 1", version, err)
		}
		f.view(func(tx *Tx) error {
			_, err := tx.Client(t.Context(), "ghost")
			wantKind(t, err, gatehouse.NotFound, "")
			since, err := tx.ChangesSince(t.Context(), 1)
			if len(since) != 0 {
				t.Errorf("changes %v", since)
			}
			return err
		})
		wantKind(t, f.create(markOf("k"), "acme"), gatehouse.Conflict, "")
		if report, err := f.VerifyAudit(t.Context()); err != nil || !report.Intact {
			t.Errorf("audit %+v, %v", report, err)
		}
	})
}

func TestOneCallMayChangeSeveralTimesUnderItsKey(t *testing.T) {
	onEachEngine(t, func(t *testing.T, f *fixture) {
		m := markOf("k")
		for _, name := range []string{"first", "second"} {
			if err := f.create(m, name); err != nil {
				t.Error(err)
			}
		}
	})
}

func TestOfCallsAtOnceWithOneKeyOneRuns(t *testing.T) {
	onEachEngine(t, func(t *testing.T, f *fixture) {
		var won atomic.Int64
		var all sync.WaitGroup
		for i := range 6 {
			all.Go(func() {
				if err := f.create(markOf("k"), "c"+string(rune('a'+i))); err == nil {
					won.Add(1)
				} else {
					wantKind(t, err, gatehouse.Conflict, "")
				}
			})
		}
		all.Wait()
		if won.Load() != 1 {
			t.Errorf("%d calls ran", won.Load())
		}
	})
}

func TestOldKeysAreSweptAway(t *testing.T) {
	onEachEngine(t, func(t *testing.T, f *fixture) {
		if err := f.create(markOf("old"), "first"); err != nil {
			t.Fatal(err)
		}
		f.clock = f.clock.Add(IdempotencyLifetime + time.Second)
		if err := f.create(markOf("new"), "second"); err != nil {
			t.Fatal(err)
		}
		f.view(func(tx *Tx) error {
			n, err := tx.count(t.Context(), "SELECT COUNT(*) FROM idempotency")
			if n != 1 {
				t.Errorf("%d keys kept, want 1", n)
			}
			return err
		})
	})
}

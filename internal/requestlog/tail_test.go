package requestlog

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"testing/synctest"
	"time"
)

// tailed is what a tail delivers until nothing more comes.
func tailed(records <-chan TailRecord) (ids []string, gaps int64) {
	for {
		time.Sleep(time.Second)
		synctest.Wait()
		select {
		case r, ok := <-records:
			if !ok {
				return ids, gaps
			}
			ids, gaps = append(ids, r.ID), gaps+r.Gap
			for len(records) > 0 {
				r := <-records
				ids, gaps = append(ids, r.ID), gaps+r.Gap
			}
		default:
			return ids, gaps
		}
	}
}

func TestTailShowsEachNewMatchOnce(t *testing.T) {
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		l := open(t, Options{Dir: dir})
		tr := newTraffic(time.Now(), time.Millisecond)
		add := func(id, method string) {
			r := tr.next()
			r.ID, r.Method = id, method
			l.Add(&r)
		}
		add("before", "GET")
		ctx, cancel := context.WithCancel(context.Background())
		gets, err := l.Tail(ctx, Filter{Method: "GET"})
		if err != nil {
			t.Fatal(err)
		}
		want := []string{"first"}
		add("first", "GET")
		add("other", "POST")
		all, _ := l.Tail(context.Background(), Filter{})
		for i := range 30 { // Some go to a file between two looks, some do not.
			want = append(want, fmt.Sprint(i))
			add(fmt.Sprint(i), "GET")
			time.Sleep(100 * time.Millisecond)
			if i%3 == 0 {
				_ = l.Flush(context.Background())
			}
		}
		ids, gaps := tailed(gets)
		slices.Sort(ids)
		slices.Sort(want)
		if !slices.Equal(ids, want) || gaps != 0 {
			t.Errorf("the tail showed %v with %d left out, want %v", ids, gaps, want)
		}
		if ids, _ := tailed(all); len(ids) != 30 {
			t.Errorf("the later tail showed %v, want what came after it", ids)
		}
		cancel()
		synctest.Wait()
		if _, open := <-gets; open {
			t.Error("the tail goes on after its context")
		}
		if err := l.Close(context.Background()); err != nil {
			t.Fatal(err)
		}
		if _, open := <-all; open {
			t.Error("the tail goes on after the log")
		}
		late, err := l.Tail(context.Background(), Filter{})
		if _, open := <-late; open || err != nil {
			t.Errorf("a tail of a closed log is open (%v)", err)
		}
	})
}

func TestSlowTailCountsWhatItMisses(t *testing.T) {
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		l := open(t, Options{Dir: dir})
		records, err := l.Tail(context.Background(), Filter{})
		if err != nil {
			t.Fatal(err)
		}
		tr := newTraffic(time.Now(), time.Millisecond)
		for range tailBuffer + 100 {
			r := tr.next()
			l.Add(&r)
		}
		time.Sleep(2 * time.Second)
		synctest.Wait()
		for range tailBuffer {
			<-records
		}
		r := tr.next()
		l.Add(&r)
		if got := <-records; got.Gap != 100 {
			t.Errorf("gap %d, want 100", got.Gap)
		}
	})
}

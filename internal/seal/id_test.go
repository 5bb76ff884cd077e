package seal

import (
	"regexp"
	"slices"
	"sync"
	"testing"
)

func TestIDsSortInTheOrderTheyWereMade(t *testing.T) {
	made := make([]string, 10000)
	for i := range made {
		made[i] = NewID("cl")
	}
	if !slices.IsSorted(made) || len(slices.Compact(slices.Clone(made))) != len(made) {
		t.Error("ids are not strictly ascending")
	}
	if form := regexp.MustCompile(`^cl_[0-9a-hjkmnp-tv-z]{26}$`); !form.MatchString(made[0]) {
		t.Errorf("id %q", made[0])
	}
}

func TestIDsStillAscendWhenTheClockIsSetBack(t *testing.T) {
	s := newSequence()
	later := s.next("cl", 2000)
	if earlier := s.next("cl", 1000); earlier <= later {
		t.Errorf("%q after %q", earlier, later)
	}
}

func TestIDsAreUniqueAcrossGoroutines(t *testing.T) {
	made := make([][]string, 8)
	var all sync.WaitGroup
	for i := range made {
		all.Go(func() {
			for range 2000 {
				made[i] = append(made[i], NewID("req"))
			}
		})
	}
	all.Wait()
	ids := slices.Sorted(slices.Values(slices.Concat(made...)))
	if n := len(slices.Compact(slices.Clone(ids))); n != len(ids) {
		t.Errorf("%d ids, %d different", len(ids), n)
	}
}

func BenchmarkNewID(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		NewID("req")
	}
}

package seal

import (
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/oklog/ulid/v2"
	"pgregory.net/rapid"
)

func TestRequestIDsAreULIDsOfTheirMoment(t *testing.T) {
	before := time.Now().UnixMilli()
	id, ok := strings.CutPrefix(string(AppendRequestID(nil, time.Now())), "req_")
	if !ok {
		t.Fatalf("%q does not start with req_", id)
	}
	u, err := ulid.ParseStrict(strings.ToUpper(id))
	if at := int64(u.Time()); err != nil || at < before || at > time.Now().UnixMilli() {
		t.Errorf("%s reads as %v at %d, %v", id, u, at, err)
	}
}

func TestRequestIDsAreWrittenLikeOtherULIDs(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := [16]byte(rapid.SliceOfN(rapid.Byte(), 16, 16).Draw(t, "bytes"))
		if got, want := string(appendULID(nil, b)), strings.ToLower(ulid.ULID(b).String()); got != want {
			t.Errorf("%x is %s, not %s", b, got, want)
		}
	})
}

func TestRequestIDsAreUniqueAndSortByTime(t *testing.T) {
	var mu sync.Mutex
	seen := map[string]bool{}
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 2000 {
				id := string(AppendRequestID(nil, time.Now()))
				mu.Lock()
				if seen[id] {
					t.Errorf("%s was made twice", id)
				}
				seen[id] = true
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	first := string(AppendRequestID(nil, time.Now()))
	for deadline := time.Now().UnixMilli() + 1; time.Now().UnixMilli() <= deadline; {
	}
	if second := string(AppendRequestID(nil, time.Now())); second <= first {
		t.Errorf("%s comes after %s and does not sort so", second, first)
	}
}

func TestULIDsAreEncodedAsTheLibraryDoes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := [16]byte(rapid.SliceOfN(rapid.Byte(), 16, 16).Draw(t, "bits"))
		if got, want := string(appendULID(nil, b)), strings.ToLower(ulid.ULID(b).String()); got != want {
			t.Fatalf("%x: %s, want %s", b, got, want)
		}
	})
}

func TestRequestIDsCostNoAllocation(t *testing.T) {
	buf := make([]byte, 0, 64)
	at := time.Now()
	if n := testing.AllocsPerRun(100, func() { buf = AppendRequestID(buf[:0], at) }); n != 0 {
		t.Errorf("%v allocations, want 0", n)
	}
}

package requestlog

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/parquet-go/parquet-go"
)

// segment is one file. Its name says all that is needed to choose files
// without opening them:
//
//	20261123T094712.123456Z_20261123T104711.654321Z_0000000001-0000003600.parquet
//
// The times are those of its oldest and newest record. The numbers are the
// range of writes it holds: each second's file has the next number, a merged
// file the whole range of its inputs. A file whose range lies within another's
// was replaced by it. That is what makes a merge safe to interrupt: until the
// merged file has its name, the inputs count; from then on, it does.
type segment struct {
	oldest, newest int64 // Unix microseconds
	first, last    uint64
	bytes          int64

	mu      sync.Mutex
	handle  *handle // nil while not open
	pins    int     // snapshots that may still read the file
	retired bool    // delete when the last pin goes
	broken  bool    // could not be read; left alone until retention takes it
	rows    int64   // known once opened
}

const nameTime = "20060102T150405.000000Z"

func (s *segment) name() string {
	return fmt.Sprintf("%s_%s_%010d-%010d.parquet",
		time.UnixMicro(s.oldest).UTC().Format(nameTime), time.UnixMicro(s.newest).UTC().Format(nameTime), s.first, s.last)
}

// parseName reads what name writes and nothing else.
func parseName(name string) (*segment, bool) {
	times, rest, ok := strings.Cut(strings.TrimSuffix(name, ".parquet"), "_")
	newest, numbers, ok2 := strings.Cut(rest, "_")
	first, last, ok3 := strings.Cut(numbers, "-")
	if !ok || !ok2 || !ok3 {
		return nil, false
	}
	oldestAt, err1 := time.Parse(nameTime, times)
	newestAt, err2 := time.Parse(nameTime, newest)
	firstN, err3 := strconv.ParseUint(first, 10, 64)
	lastN, err4 := strconv.ParseUint(last, 10, 64)
	if err := cmp.Or(err1, err2, err3, err4); err != nil {
		return nil, false
	}
	s := &segment{oldest: oldestAt.UnixMicro(), newest: newestAt.UnixMicro(), first: firstN, last: lastN}
	return s, s.name() == name && firstN <= lastN
}

// replaces reports whether s was merged from t among others.
func (s *segment) replaces(t *segment) bool {
	return s.first <= t.first && t.last <= s.last && s.last-s.first > t.last-t.first
}

// splitReplaced sorts segments by their numbers and sets apart those that a
// merge replaced and did not come to delete.
func splitReplaced(all []*segment) (live, replaced []*segment) {
	slices.SortFunc(all, func(a, b *segment) int {
		return cmp.Or(cmp.Compare(a.first, b.first), cmp.Compare(b.last, a.last))
	})
	for _, s := range all {
		if n := len(live); n > 0 && live[n-1].replaces(s) {
			replaced = append(replaced, s)
		} else {
			live = append(live, s)
		}
	}
	return live, replaced
}

// handle is an open file with its footer.
type handle struct {
	file   *parquet.File
	source source
	users  int
	closed bool // evicted: closes with its last user
}

// open gives the file for reading until close. The footer is read once.
func (s *segment) open(ctx context.Context, f *folder) (*handle, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.handle == nil {
		src, err := f.open(ctx, s.name())
		if err != nil {
			return nil, err
		}
		file, err := parquet.OpenFile(src, s.bytes, parquet.SkipPageIndex(true), parquet.SkipBloomFilters(true), parquet.OptimisticRead(true), parquet.ReadBufferSize(pageBytes))
		if err == nil && !parquet.SameNodes(file.Schema(), schema) {
			err = fmt.Errorf("has other columns than this version reads")
		}
		if err != nil {
			_ = src.Close()
			return nil, fmt.Errorf("reading the footer of %s: %w", s.name(), err)
		}
		s.handle, s.rows = &handle{file: file, source: src}, file.NumRows()
	}
	s.handle.users++
	return s.handle, nil
}

func (s *segment) close(h *handle) {
	s.mu.Lock()
	defer s.mu.Unlock()
	h.users--
	h.closeIfUnused()
}

// evict forgets the open file.
func (s *segment) evict() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.handle != nil {
		s.handle.closed = true
		s.handle.closeIfUnused()
		s.handle = nil
	}
}

func (h *handle) closeIfUnused() {
	if h.closed && h.users == 0 {
		_ = h.source.Close() // Opened for reading only.
	}
}

package requestlog

import (
	"context"
	"log/slog"
	"slices"
	"sync"
	"time"
)

// files is the set of segments that count at the moment. It changes in single
// steps: a search sees all of a step or nothing of it.
type files struct {
	folder *folder
	log    *slog.Logger

	mu   sync.RWMutex
	live []*segment // by number
	next uint64     // number of the next write

	openMu sync.Mutex
	opened []*segment // with an open handle, least recently opened first
}

// maxOpen bounds open files and the footers kept with them.
const maxOpen = 256

// openFiles reads the folder, deletes what merges replaced, and continues the
// numbers.
func openFiles(ctx context.Context, dir string, log *slog.Logger) (*files, error) {
	folder, err := openFolder(dir)
	if err != nil {
		return nil, err
	}
	all, err := folder.list(ctx)
	if err != nil {
		return nil, err
	}
	f := &files{folder: folder, log: log, next: 1}
	var replaced []*segment
	f.live, replaced = splitReplaced(all)
	for _, s := range f.live {
		f.next = max(f.next, s.last+1)
	}
	for _, s := range replaced {
		f.delete(s)
	}
	return f, nil
}

// pin lists the live segments and keeps their files until unpin. With it runs
// and, in the same step, so that memory and files are seen at one moment.
func (f *files) pin(and func()) []*segment {
	f.mu.RLock()
	defer f.mu.RUnlock()
	and()
	pinned := slices.Clone(f.live)
	for _, s := range pinned {
		s.mu.Lock()
		s.pins++
		s.mu.Unlock()
	}
	return pinned
}

func (f *files) unpin(pinned []*segment) {
	for _, s := range pinned {
		s.mu.Lock()
		s.pins--
		last := s.retired && s.pins == 0
		s.mu.Unlock()
		if last {
			f.delete(s)
		}
	}
}

// change replaces segments by others; with it runs and in the same step. What
// went is deleted once nobody reads it.
func (f *files) change(gone, come []*segment, and func()) {
	f.mu.Lock()
	f.live = slices.DeleteFunc(f.live, func(s *segment) bool { return slices.Contains(gone, s) })
	f.live = append(f.live, come...)
	slices.SortFunc(f.live, func(a, b *segment) int { return int(int64(a.first) - int64(b.first)) })
	and()
	f.mu.Unlock()
	for _, s := range gone {
		s.mu.Lock()
		s.retired = true
		unused := s.pins == 0
		s.mu.Unlock()
		if unused {
			f.delete(s)
		}
	}
}

// delete removes a file that no longer counts. When that fails the next start
// finds it again: its name says that it was replaced, or its age that it is
// due.
func (f *files) delete(s *segment) {
	s.evict()
	f.openMu.Lock()
	f.opened = slices.DeleteFunc(f.opened, func(o *segment) bool { return o == s })
	f.openMu.Unlock()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	if err := f.folder.remove(ctx, s.name()); err != nil {
		f.log.Warn("request log file not deleted", "error", err)
	}
}

// open opens a segment and evicts the one opened longest ago when there are
// too many.
func (f *files) open(ctx context.Context, s *segment) (*handle, error) {
	s.mu.Lock()
	known := s.handle != nil
	s.mu.Unlock()
	h, err := s.open(ctx, f.folder)
	if err != nil {
		return nil, err
	}
	if !known {
		f.remember(s)
	}
	return h, nil
}

func (f *files) remember(s *segment) {
	f.openMu.Lock()
	defer f.openMu.Unlock()
	if slices.Contains(f.opened, s) {
		return
	}
	f.opened = append(f.opened, s)
	for len(f.opened) > maxOpen {
		f.opened[0].evict()
		f.opened = slices.Delete(f.opened, 0, 1)
	}
}

// unreadable says once that a segment cannot be read. It is merged no more;
// searches still try it, since the reason may pass.
func (f *files) unreadable(s *segment, err error) {
	s.mu.Lock()
	first := !s.broken
	s.broken = true
	s.mu.Unlock()
	if first {
		f.log.Error("request log file cannot be read", "file", s.name(), "error", err)
	}
}

func (s *segment) isBroken() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.broken
}

func (f *files) closeAll() error {
	f.openMu.Lock()
	defer f.openMu.Unlock()
	for _, s := range f.opened {
		s.evict()
	}
	f.opened = nil
	return f.folder.bucket.Close()
}

package requestlog

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"
)

// When files are merged. A file of one second at full load has a row group
// that is large enough to search well, so merging only joins such row groups
// and copies their bytes; small ones are read and written anew as one. Either
// way a record is rewritten a few times at most.
const (
	finalBytes = 16 << 20 // a file of this size is merged no more
	maxMerged  = 32 << 20 // bytes of input to one merge

	copyRows  = 4 << 10  // a row group of this many rows is copied as it is
	groupRows = 16 << 10 // rows at which a row group written anew ends
)

// sizeClasses are the upper bounds in bytes, and how many neighbours there are
// before they are merged: only files of about the same size are, else every
// second's file would rewrite a large one. In the last class nearly all row
// groups are copied, once, so it waits for many.
var sizeClasses = [...]struct {
	bytes int64
	files int
}{{16 << 10, mergeFiles}, {256 << 10, mergeFiles}, {finalBytes, mergeLimit}}

const (
	mergeFiles = 16
	mergeLimit = 64 // files in one merge
)

// plan chooses neighbouring files to merge, nil when there is nothing to do.
// live is sorted by number. A merged file holds records of one UTC day, so that
// retention by age stays within a day; what is left of a past day is merged
// however little it is.
func plan(live []*segment, now time.Time) []*segment {
	for _, class := range sizeClasses {
		for start := range live {
			run := runOf(live[start:], class.bytes)
			past := len(run) > 1 && now.UnixMicro() > (day(run[0])+1)*dayMicros+int64(time.Hour/time.Microsecond)
			if len(run) >= class.files || len(run) > 1 && total(run) >= finalBytes || past && class.bytes == finalBytes {
				return run
			}
		}
	}
	return nil
}

const dayMicros = int64(24 * time.Hour / time.Microsecond)

func day(s *segment) int64 { return s.newest / dayMicros }

// runOf is the longest run at the start of live that one merge may take.
func runOf(live []*segment, class int64) []*segment {
	n, bytes := 0, int64(0)
	for n < len(live) && n < mergeLimit {
		s := live[n]
		if s.bytes >= class || s.isBroken() || day(s) != day(live[0]) || bytes+s.bytes > maxMerged {
			break
		}
		bytes += s.bytes
		n++
	}
	return live[:n]
}

func total(run []*segment) (bytes int64) {
	for _, s := range run {
		bytes += s.bytes
	}
	return bytes
}

// mergeOnce does the most useful merge, if any. Nothing that happens on the
// way, a crash included, loses or doubles a record: the merged file counts
// from the moment it has its name, which says what it replaces.
func (f *files) mergeOnce(ctx context.Context, m *merger) (merged bool, err error) {
	var inputs []*segment
	pinned := f.pin(func() { inputs = slices.Clone(plan(f.live, time.Now())) })
	defer f.unpin(pinned)
	if inputs == nil {
		return false, nil
	}
	out := &segment{oldest: inputs[0].oldest, newest: inputs[0].newest, first: inputs[0].first, last: inputs[len(inputs)-1].last}
	for _, s := range inputs {
		out.oldest, out.newest = min(out.oldest, s.oldest), max(out.newest, s.newest)
	}
	err = f.folder.write(ctx, out.name(), func(to io.Writer) error { return f.join(ctx, m, to, inputs) })
	if err != nil {
		return false, err
	}
	out.bytes = m.out.offset
	f.change(inputs, []*segment{out}, func() {})
	return true, nil
}

// mergeAll merges until nothing is left to do.
func (f *files) mergeAll(ctx context.Context, m *merger) error {
	for {
		if merged, err := f.mergeOnce(ctx, m); !merged || err != nil {
			return err
		}
	}
}

// merger joins files.
type merger struct {
	fileWriter
	share int // of the time it works, at most one in so many; 0: all
	since time.Time
	small []*chunk // of row groups that are written anew
	rows  int      // of small
}

func newMerger(share int) *merger {
	m := &merger{share: share}
	m.out.init()
	return m
}

// join makes one file of several.
func (f *files) join(ctx context.Context, m *merger, to io.Writer, inputs []*segment) error {
	m.since = time.Now()
	m.small, m.rows = nil, 0
	m.out.begin(to)
	for _, s := range inputs {
		err := f.each(ctx, s, func(g *group) error { return m.take(ctx, g) })
		if broken, ok := errors.AsType[unreadableError](err); ok && ctx.Err() == nil {
			f.unreadable(s, broken.error)
		}
		if err != nil {
			return fmt.Errorf("merging %s: %w", s.name(), err)
		}
	}
	m.flush()
	return m.out.end()
}

// take adds a row group of an input.
func (m *merger) take(ctx context.Context, g *group) error {
	if m.out.err != nil {
		return m.out.err
	}
	if g.rows >= copyRows {
		if err := m.copy(g); err != nil {
			return unreadableError{err}
		}
		return m.rest(ctx)
	}
	c, err := g.encoded()
	if err != nil {
		return unreadableError{err}
	}
	m.small, m.rows = append(m.small, c), m.rows+g.rows
	if m.rows >= groupRows {
		m.flush()
	}
	return m.rest(ctx)
}

func (m *merger) flush() {
	if m.rows > 0 {
		m.rowGroup(m.small)
		m.small, m.rows = nil, 0
	}
}

// rest leaves the processor to requests for most of the time.
func (m *merger) rest(ctx context.Context) error {
	if worked := time.Since(m.since); m.share > 0 && worked > shortWork {
		select {
		case <-time.After(min(worked*time.Duration(m.share-1), longRest)):
		case <-ctx.Done():
		}
		m.since = time.Now()
	}
	return ctx.Err()
}

const (
	mergeShare = 8
	shortWork  = 500 * time.Microsecond
	longRest   = 100 * time.Millisecond
)

// unreadableError is a fault of an input, which is then left out of merges.
type unreadableError struct{ error }

func (f *files) each(ctx context.Context, s *segment, with func(*group) error) error {
	h, err := f.open(ctx, s)
	if err != nil {
		return unreadableError{err}
	}
	defer s.close(h)
	for _, g := range h.groups() {
		if err := with(&g); err != nil {
			return err
		}
	}
	return nil
}

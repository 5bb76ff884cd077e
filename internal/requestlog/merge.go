package requestlog

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"
)

// When files are merged. A file of one second at full load has a row group
// that is large enough to search well, so merging only joins such row groups
// and copies their bytes; small ones are read and written anew as one. Either
// way a record is rewritten a few times at most.
const (
	mergeFiles = 16       // neighbours of a size class before they are merged
	finalBytes = 16 << 20 // a file of this size is merged no more
	maxMerged  = 32 << 20 // bytes of input to one merge
	mergeLimit = 64       // files in one merge

	copyRows  = 4 << 10  // a row group of this many rows is copied as it is
	groupRows = 32 << 10 // rows at which a row group written anew ends
)

// sizeClasses are the upper bounds in bytes: only files of about the same size
// are merged, else every second's file would rewrite a large one.
var sizeClasses = [...]int64{64 << 10, 1 << 20, finalBytes}

// plan chooses neighbouring files to merge, nil when there is nothing to do.
// live is sorted by number. A merged file holds records of one UTC day, so that
// retention by age stays within a day; what is left of a past day is merged
// however little it is.
func plan(live []*segment, now time.Time) []*segment {
	for _, class := range sizeClasses {
		for start := range live {
			run := runOf(live[start:], class)
			past := len(run) > 1 && now.UnixMicro() > (day(run[0])+1)*dayMicros+int64(time.Hour/time.Microsecond)
			if len(run) >= mergeFiles || len(run) > 1 && total(run) >= finalBytes || past && class == finalBytes {
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
func (f *files) mergeOnce(ctx context.Context, w *fileWriter) (merged bool, err error) {
	var inputs []*segment
	pinned := f.pin(func() { inputs = slices.Clone(plan(f.live, time.Now())) })
	defer f.unpin(pinned)
	if inputs == nil {
		return false, nil
	}
	defer w.release()
	data, err := f.join(ctx, w, inputs)
	if err != nil {
		return false, err
	}
	out := &segment{oldest: w.oldest, newest: w.newest, first: inputs[0].first, last: inputs[len(inputs)-1].last, bytes: int64(len(data))}
	if err := f.folder.write(ctx, out.name(), data); err != nil {
		return false, err
	}
	f.change(inputs, []*segment{out}, func() {})
	return true, nil
}

// mergeAll merges until nothing is left to do.
func (f *files) mergeAll(ctx context.Context, w *fileWriter) error {
	for {
		if merged, err := f.mergeOnce(ctx, w); !merged || err != nil {
			return err
		}
	}
}

// join makes one file of several.
func (f *files) join(ctx context.Context, w *fileWriter, inputs []*segment) ([]byte, error) {
	w.begin()
	w.out.Grow(int(total(inputs)))
	var small []*chunk
	rows := 0
	flush := func() error {
		if rows == 0 {
			return nil
		}
		err := w.rowGroup(small)
		small, rows = nil, 0
		return err
	}
	for _, s := range inputs {
		err := f.each(ctx, s, func(g *group) error {
			if g.rows >= copyRows {
				return w.copy(g)
			}
			c, err := g.encoded()
			if err != nil {
				return unreadableError{err}
			}
			small, rows = append(small, c), rows+g.rows
			if rows >= groupRows {
				return flush()
			}
			return nil
		})
		if broken, ok := errors.AsType[unreadableError](err); ok && ctx.Err() == nil {
			f.unreadable(s, broken.error)
		}
		if err != nil {
			return nil, fmt.Errorf("merging %s: %w", s.name(), err)
		}
	}
	if err := flush(); err != nil {
		return nil, err
	}
	return w.finish()
}

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

// copy adds a row group as it is.
func (w *fileWriter) copy(g *group) error {
	if _, err := w.writer.WriteRowGroup(g.rowGroup); err != nil {
		return fmt.Errorf("copying a row group: %w", err)
	}
	w.note(g.times())
	return nil
}

package requestlog

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"

	"gatehouse"

	"github.com/parquet-go/parquet-go"
)

// Search returns one page of matching records, newest first, and the cursor of
// the next page, empty on the last one. A cursor stays valid while records
// arrive and files merge. Errors a caller may see: [gatehouse.Invalid] with
// the query parameter as pointer.
func (l *Log) Search(ctx context.Context, q Query) (records []gatehouse.RequestRecord, next string, err error) {
	if err := q.Validate(); err != nil {
		return nil, "", err
	}
	s := searcher{match: q.compile(), limit: cmp.Or(q.Limit, DefaultLimit) + 1}
	if q.Cursor != "" {
		p, err := parseCursor(q.Cursor)
		if err != nil {
			return nil, "", err
		}
		s.from = &p
	}
	if err := l.search(ctx, &s); err != nil {
		return nil, "", err
	}
	if len(s.found) == s.limit {
		s.found = s.found[:s.limit-1]
		next = s.found[len(s.found)-1].position.cursor()
	}
	for _, h := range s.found {
		records = append(records, h.record)
	}
	return records, next, nil
}

// Get finds one record by request id, [gatehouse.NotFound] when there is none
// (or none any more).
func (l *Log) Get(ctx context.Context, id string) (gatehouse.RequestRecord, error) {
	s := searcher{limit: 1}
	s.match.equal(id, colID)
	if id != "" {
		if err := l.search(ctx, &s); err != nil {
			return gatehouse.RequestRecord{}, err
		}
	}
	if len(s.found) == 0 {
		return gatehouse.RequestRecord{}, gatehouse.Errorf(gatehouse.NotFound, "No request with this id is in the log; it may have been removed by retention.")
	}
	return s.found[0].record, nil
}

// search runs over memory, then over files in the order of their newest
// record, until what is left cannot hold anything newer than what was found.
func (l *Log) search(ctx context.Context, s *searcher) error {
	return l.scan(ctx, s.memory, func(seg *segment) error {
		switch {
		case s.done(seg.newest):
			return errDone
		case s.outside(seg.oldest, seg.newest):
			return nil
		}
		return l.files.visit(ctx, seg, s.group)
	})
}

// errDone ends a scan early.
var errDone = errors.New("nothing more is wanted")

// scan shows one moment of the log: what is in memory, then the files, newest
// first. It waits for its turn, so that many searches do not starve the
// gateway.
func (l *Log) scan(ctx context.Context, memory func(view), file func(*segment) error) error {
	select {
	case l.searches <- struct{}{}:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { <-l.searches }()

	var views []view
	pinned := l.files.pin(func() { views = l.queue.snapshot() })
	defer l.files.unpin(pinned)
	for _, v := range views {
		memory(v)
	}
	l.queue.release()

	slices.SortFunc(pinned, func(a, b *segment) int { return cmp.Compare(b.newest, a.newest) })
	for _, seg := range pinned {
		if err := cmp.Or(ctx.Err(), file(seg)); err == errDone { //nolint:errorlint // Never wrapped.
			return nil
		} else if err != nil {
			return err
		}
	}
	return nil
}

// visit calls with each row group of a file, newest first. A file that cannot
// be read is reported and left out.
func (f *files) visit(ctx context.Context, seg *segment, with func(*group) error) error {
	h, err := f.open(ctx, seg)
	if err == nil {
		defer seg.close(h)
		for _, g := range h.groups() {
			if err = with(&g); err != nil {
				break
			}
		}
	}
	if err != nil && ctx.Err() == nil {
		f.unreadable(seg, err)
		return nil
	}
	return err
}

// searcher gathers the newest limit records that match and come after from.
type searcher struct {
	match matcher
	from  *position // exclusive; nil: from the newest
	limit int
	found []hit     // newest first, at most limit, after trim; unsorted behind that
	worst *position // of the limit found so far; nil while there are fewer
	entry entry
}

type hit struct {
	position
	record gatehouse.RequestRecord
}

// wants reports whether a record at p could still be part of the answer.
func (s *searcher) wants(p position) bool {
	if s.from != nil && !p.after(*s.from) {
		return false
	}
	return s.worst == nil || s.worst.after(p)
}

// done reports whether nothing at or before newest is wanted any more.
func (s *searcher) done(newest int64) bool {
	return s.worst != nil && s.worst.at > newest
}

// outside reports whether nothing between two times can be part of the answer.
func (s *searcher) outside(oldest, newest int64) bool {
	low, high := s.match.times()
	return newest < low || oldest > high || s.from != nil && oldest > s.from.at || s.done(newest)
}

func (s *searcher) trim() {
	slices.SortFunc(s.found, func(a, b hit) int { return a.compare(b.position) })
	if len(s.found) >= s.limit {
		s.found = s.found[:s.limit]
		worst := s.found[s.limit-1].position
		s.worst = &worst
	}
}

// memory looks at encoded records.
func (s *searcher) memory(v view) {
	for data := v.data; len(data) > 0; {
		data = decode(data, v.texts, &s.entry)
		if !s.match.entry(&s.entry) {
			continue
		}
		if p := (position{s.entry.at(), string(s.entry.text(colID))}); s.wants(p) {
			s.found = append(s.found, hit{p, s.entry.record()})
			if len(s.found) >= 2*s.limit {
				s.trim()
			}
		}
	}
	s.trim()
}

// group looks at a row group: first which rows match, then which of those are
// wanted by time, and only those are read in full.
func (s *searcher) group(g *group) error {
	if oldest, newest := g.times(); s.outside(oldest, newest) {
		return nil
	}
	rows, err := s.match.rows(g)
	if err != nil || len(rows) == 0 {
		return err
	}
	if rows, err = s.candidates(g, rows); err != nil {
		return err
	}
	entries, err := g.entries(rows)
	if err != nil {
		return err
	}
	for i := range entries {
		e := &entries[i]
		if p := (position{e.at(), string(e.text(colID))}); s.wants(p) {
			s.found = append(s.found, hit{p, e.record()})
		}
	}
	s.trim()
	return nil
}

// candidates are the newest rows that may be wanted by their time alone. The
// rows of a group are sorted, so these are the first that are old enough; ids
// decide only among rows of the same microsecond, which all stay.
func (s *searcher) candidates(g *group, rows []int32) ([]int32, error) {
	at, err := g.read(colAt)
	if err != nil {
		return nil, err
	}
	most := s.limit
	if s.from != nil {
		rows = rows[firstRow(rows, func(row int32) bool { return at.number(int(row)) <= s.from.at }):]
		// Rows at the cursor's own microsecond may turn out to come before it.
		most += firstRow(rows, func(row int32) bool { return at.number(int(row)) < s.from.at })
	}
	if len(rows) > most {
		last := at.number(int(rows[most-1]))
		rows = rows[:firstRow(rows, func(row int32) bool { return at.number(int(row)) < last })]
	}
	if s.worst != nil {
		rows = rows[:firstRow(rows, func(row int32) bool { return at.number(int(row)) < s.worst.at })]
	}
	return rows, nil
}

// firstRow finds where in rows something starts to hold.
func firstRow(rows []int32, holds func(int32) bool) int {
	i, _ := slices.BinarySearchFunc(rows, true, func(row int32, _ bool) int {
		if holds(row) {
			return 1
		}
		return -1
	})
	return i
}

// entries reads rows, ascending, in full: of each column only the pages that
// hold one of them.
func (g *group) entries(rows []int32) ([]entry, error) {
	out := make([]entry, len(rows))
	for col := range columns {
		if len(rows) == 0 {
			break
		}
		if err := g.fill(out, rows, col); err != nil {
			return nil, fmt.Errorf("reading column %d: %w", col, err)
		}
	}
	return out, nil
}

func (g *group) fill(out []entry, rows []int32, col int) error {
	chunk := g.chunk(col)
	if _, err := chunk.OffsetIndexFrom(g.handle.source); err != nil && !errors.Is(err, parquet.ErrMissingOffsetIndex) {
		return err
	}
	pages := chunk.PagesFrom(g.handle.source)
	defer func() { _ = pages.Close() }()
	var value [1]parquet.Value
	for i := 0; i < len(rows); {
		if err := pages.SeekToRow(int64(rows[i])); err != nil {
			return err
		}
		page, err := pages.ReadPage() // Starts at the row sought.
		if err != nil {
			return err
		}
		start := rows[i]
		for ; i < len(rows) && int64(rows[i]-start) < page.NumRows(); i++ {
			at := int64(rows[i] - start)
			if _, err := page.Slice(at, at+1).Values().ReadValues(value[:]); err != nil && !errors.Is(err, io.EOF) {
				parquet.Release(page)
				return err
			}
			out[i].setValue(col, value[0].Clone())
		}
		parquet.Release(page)
	}
	return nil
}

// setValue takes a value that nobody else holds.
func (e *entry) setValue(col int, v parquet.Value) {
	switch {
	case col == colVerified:
		if v.Boolean() {
			e.numbers[col] = 1
		}
	case col < firstText:
		e.numbers[col] = v.Int64()
	default:
		e.texts[col-firstText] = v.ByteArray()
	}
}

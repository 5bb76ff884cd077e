package requestlog

import (
	"bytes"
	"math"
	"net/netip"
	"strings"
	"time"

	"gatehouse"
)

// matcher is a compiled [Filter]: conditions on columns, all of which must
// hold. It decides on an entry in memory and on the columns of a file alike.
type matcher struct {
	ranges []rangeTest
	texts  []textTest
}

// rangeTest holds where low ≤ number ≤ high.
type rangeTest struct {
	col       int
	low, high int64
}

// textTest holds where the column equals the text, or starts with it, or is an
// address of a block.
type textTest struct {
	col    int
	text   []byte
	prefix bool
	block  netip.Prefix // zero: the text counts
}

func (t textTest) holds(b []byte) bool {
	switch {
	case t.block.IsValid():
		addr, err := netip.ParseAddr(string(b))
		return err == nil && t.block.Contains(addr.Unmap())
	case t.prefix:
		return bytes.HasPrefix(b, t.text)
	default:
		return bytes.Equal(b, t.text)
	}
}

// compile expects a valid filter.
func (f Filter) compile() matcher {
	var m matcher
	m.between(colAt, lowTime(f.From), highTime(f.To))
	if f.Status != "" {
		low, high, _ := statusRange(f.Status)
		m.between(colStatus, int64(low), int64(high))
	}
	if f.MinLatency > 0 {
		// Latencies are kept in whole microseconds, rounded down.
		m.between(colLatency, int64((f.MinLatency+time.Microsecond-1)/time.Microsecond), math.MaxInt64)
	}
	m.idOrName(f.Client, gatehouse.ClientIDPrefix, colClientID)
	m.idOrName(f.Profile, gatehouse.ProfileIDPrefix, colProfileID)
	m.equal(f.Collection, colCollection)
	m.equal(f.Endpoint, colEndpoint)
	m.equal(f.Method, colMethod)
	m.equal(f.Code, colCode)
	m.equal(f.Step, colStep)
	m.equal(string(f.Source), colSource)
	if f.ClientIP != "" {
		m.texts = append(m.texts, textTest{col: colClientIP, block: addresses(f.ClientIP)})
	}
	if prefix, ok := strings.CutSuffix(f.Path, "*"); ok {
		m.texts = append(m.texts, textTest{col: colPath, text: []byte(prefix), prefix: true})
	} else {
		m.equal(f.Path, colPath)
	}
	return m
}

// lowTime is the first microsecond at or after t; highTime the last before t.
func lowTime(t time.Time) int64 {
	if t.IsZero() {
		return math.MinInt64
	}
	us := t.UnixMicro()
	if time.UnixMicro(us).Before(t) {
		us++
	}
	return us
}

func highTime(t time.Time) int64 {
	if t.IsZero() {
		return math.MaxInt64
	}
	return lowTime(t) - 1
}

func (m *matcher) between(col int, low, high int64) {
	if low > math.MinInt64 || high < math.MaxInt64 {
		m.ranges = append(m.ranges, rangeTest{col, low, high})
	}
}

func (m *matcher) equal(text string, col int) {
	if text != "" {
		m.texts = append(m.texts, textTest{col: col, text: []byte(text)})
	}
}

// idOrName tells the two apart by form, since a name has no underscore; the
// column of the name is next to that of the id.
func (m *matcher) idOrName(text, idPrefix string, idCol int) {
	if strings.HasPrefix(text, idPrefix+"_") {
		m.equal(text, idCol)
	} else {
		m.equal(text, idCol+1)
	}
}

// times is the span of time that can match.
func (m *matcher) times() (low, high int64) {
	for _, r := range m.ranges {
		if r.col == colAt {
			return r.low, r.high
		}
	}
	return math.MinInt64, math.MaxInt64
}

// within reports whether anything between two times can match.
func (m *matcher) within(oldest, newest int64) bool {
	low, high := m.times()
	return newest >= low && oldest <= high
}

// entry decides on one record.
func (m *matcher) entry(e *entry) bool {
	for _, r := range m.ranges {
		if n := e.numbers[r.col]; n < r.low || n > r.high {
			return false
		}
	}
	for _, t := range m.texts {
		if !t.holds(e.text(t.col)) {
			return false
		}
	}
	return true
}

// rows lists the rows of a row group that match, in their order. It reads the
// columns of the conditions, one after the other, and stops at the first that
// leaves nothing.
func (m *matcher) rows(g *group) ([]int32, error) {
	rows := make([]int32, g.rows)
	for i := range rows {
		rows[i] = int32(i)
	}
	for _, t := range m.texts {
		var err error
		if rows, err = t.keep(g, rows); err != nil || len(rows) == 0 {
			return nil, err
		}
	}
	for _, r := range m.ranges {
		oldest, newest := g.times()
		if r.col == colAt && r.low <= oldest && newest <= r.high {
			continue
		}
		v, err := g.read(r.col)
		if err != nil {
			return nil, err
		}
		rows = r.keep(v, rows)
	}
	return rows, nil
}

func (r rangeTest) keep(v *vector, rows []int32) []int32 {
	kept := rows[:0]
	for _, row := range rows {
		if n := v.number(int(row)); r.low <= n && n <= r.high {
			kept = append(kept, row)
		}
	}
	return kept
}

// keep narrows rows down. A bloom filter or a dictionary without the text
// answers for the whole row group.
func (t textTest) keep(g *group, rows []int32) ([]int32, error) {
	if may, err := t.mayHold(g); err != nil || !may {
		return nil, err
	}
	var held []bool // by dictionary index
	v, err := g.readIf(t.col, func(v *vector) bool {
		held = make([]bool, len(v.dictTexts))
		some := false
		for i, text := range v.dictTexts {
			held[i] = t.holds(text)
			some = some || held[i]
		}
		return some
	})
	if v == nil || err != nil {
		return nil, err
	}
	kept := rows[:0]
	for _, row := range rows {
		if held != nil && held[v.index[row]] || held == nil && t.holds(v.texts[row]) {
			kept = append(kept, row)
		}
	}
	return kept, nil
}

func (t textTest) mayHold(g *group) (bool, error) {
	if t.prefix || t.col != colID {
		return true, nil
	}
	return g.mayHold(t.col, string(t.text))
}

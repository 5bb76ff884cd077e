package limit

import "encoding/binary"

// What a batch of a file holds, one record behind the other:
//
//	define: 1, ref, policy id, scope, window, period, time zone
//	state:  2, ref, flags, slots, {time, [requests]}…, [start, end, used]
//
// Numbers are varints, texts a length and bytes. A ref stands for a meter in
// the records that follow. Times of slots are Unix microseconds, rounded up
// so that nothing leaves a window early; all but the first are differences.
// A state record adds slots to those of the records before it, so a busy
// meter costs a few bytes for each request and not its whole window.
const (
	recordDefine = 1
	recordState  = 2

	flagResumed = 1 // the first slot stands for the last one known
	flagCounts  = 2 // slots carry how many requests they hold; else one each
	flagQuota   = 4 // the quota's period in Unix seconds, and its count
)

// encoder writes meters to a batch.
type encoder struct {
	buf        []byte
	generation uint64 // of the file
	offset     int64  // from nanoseconds since the limiter's start to Unix nanoseconds
}

// changes appends what changed in a locked meter since the last save.
func (e *encoder) changes(m *meter) { e.state(m, m.rate.unsaved, m.rate.resumed) }

// everything appends all that counts in a locked meter.
func (e *encoder) everything(m *meter) { e.state(m, m.rate.slots, false) }

func (e *encoder) state(m *meter, newest int, resumed bool) {
	if m.declared != e.generation {
		e.define(m)
		m.declared = e.generation
		newest, resumed = m.rate.slots, false
	}
	var flags uint64
	if resumed {
		flags |= flagResumed
	}
	if m.rate.n != nil {
		flags |= flagCounts
	}
	if m.quota.end != 0 {
		flags |= flagQuota
	}
	e.numbers(recordState, m.id, flags)
	e.slots(&m.rate, min(newest, m.rate.slots))
	if m.quota.end != 0 {
		e.buf = binary.AppendVarint(e.buf, m.quota.start/1e9)
		e.buf = binary.AppendVarint(e.buf, m.quota.end/1e9)
		e.buf = binary.AppendVarint(e.buf, m.quota.used)
	}
	m.rate.unsaved, m.rate.resumed = 0, false
}

func (e *encoder) define(m *meter) {
	e.numbers(recordDefine, m.id)
	e.text(m.key.policy)
	e.text(m.key.scope)
	e.numbers(uint64(m.policy.rate.window))
	e.text(string(m.policy.quota.period))
	e.text(m.policy.quota.zone.String())
}

func (e *encoder) slots(r *rate, newest int) {
	e.numbers(uint64(newest))
	before := int64(0)
	for i := r.slots - newest; i < r.slots; i++ {
		at := ceilMicros(r.at[r.index(i)] + e.offset)
		e.buf = binary.AppendVarint(e.buf, at-before)
		before = at
		if r.n != nil {
			e.numbers(uint64(r.n[r.index(i)]))
		}
	}
}

func (e *encoder) numbers(ns ...uint64) {
	for _, n := range ns {
		e.buf = binary.AppendUvarint(e.buf, n)
	}
}

func (e *encoder) text(s string) {
	e.buf = binary.AppendUvarint(e.buf, uint64(len(s)))
	e.buf = append(e.buf, s...)
}

func ceilMicros(ns int64) int64 {
	us := ns / 1000
	if ns%1000 > 0 {
		us++
	}
	return us
}

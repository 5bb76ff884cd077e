package limit

import "time"

// rate remembers the accepted requests of one window in slots, oldest first.
// A slot is the time of its last request and how many it holds. For limits up
// to exactUpTo a slot holds one request.
//
// Why this is never above the limit: a slot is dropped only when its last
// request, hence every one of its requests, has left the window, so counted
// is never less than the truth. Why it is hardly ever below: times never
// decrease along the ring, so only the oldest slot can hold requests that
// have left, and those are fewer than a slot takes.
type rate struct {
	at      []int64  // ring: last request of each slot, nanoseconds since the limiter's start
	n       []uint32 // ring: requests in the slot; nil while every slot holds one
	head    int      // index of the oldest slot
	slots   int
	counted int64 // sum of n
	opened  int64 // first request of the newest slot
	unsaved int   // newest slots that changed since the last save
	resumed bool  // … of which the oldest was saved before and has grown since
}

const firstSlots = 4

func (r *rate) index(i int) int { return (r.head + i) & (len(r.at) - 1) }

func (r *rate) held(i int) int64 {
	if r.n == nil {
		return 1
	}
	return int64(r.n[i])
}

// expire drops the slots that have left the window at t.
func (r *rate) expire(t, window int64) {
	for r.slots > 0 && r.at[r.head]+window <= t {
		r.counted -= r.held(r.head)
		r.head = r.index(1)
		r.slots--
	}
	r.unsaved = min(r.unsaved, r.slots)
}

// add counts one request at t, which must not be before any t given earlier.
func (r *rate) add(t int64, terms *rateTerms) {
	if r.slots > 0 && terms.slot > 1 && t-r.opened < terms.span {
		last := r.index(r.slots - 1)
		if r.held(last) < int64(terms.slot) {
			r.grow(last, t)
			return
		}
	}
	r.opened = t
	r.push(t, 1)
}

// grow puts one more request into the newest slot.
func (r *rate) grow(last int, t int64) {
	r.needCounts()
	r.at[last] = t
	r.n[last]++
	r.counted++
	if r.unsaved == 0 {
		r.unsaved, r.resumed = 1, true
	}
}

// push opens a slot.
func (r *rate) push(t int64, n uint32) {
	if r.slots == len(r.at) {
		r.enlarge()
	}
	if n > 1 {
		r.needCounts()
	}
	i := r.index(r.slots)
	r.at[i] = t
	if r.n != nil {
		r.n[i] = n
	}
	r.slots++
	r.counted += int64(n)
	r.unsaved++
}

// enlarge doubles the ring, so that memory follows use and not the limit.
func (r *rate) enlarge() {
	size := max(firstSlots, 2*len(r.at))
	at := make([]int64, size)
	copy(at[copy(at, r.at[r.head:]):], r.at[:r.head])
	r.at = at
	if r.n != nil {
		n := make([]uint32, size)
		copy(n[copy(n, r.n[r.head:]):], r.n[:r.head])
		r.n = n
	}
	r.head = 0
}

// needCounts makes room for counts once a slot holds more than one request.
func (r *rate) needCounts() {
	if r.n != nil {
		return
	}
	r.n = make([]uint32, len(r.at))
	for i := range r.n {
		r.n[i] = 1
	}
}

// describe fills an item. It expects a rate expired at now.
func (r *rate) describe(now int64, p *Policy, item *Item) {
	*item = Item{Name: p.name, Policy: p.name, Limit: p.rate.requests, Window: time.Duration(p.rate.window), terms: p.rate.item}
	item.Remaining = max(0, p.rate.requests-r.counted)
	if r.slots > 0 {
		item.Reset = time.Duration(r.at[r.head] + p.rate.window - now)
	}
}

// retry is how long until the window has room, when it has none. More than
// one slot must leave where the limit was lowered below what is counted.
func (r *rate) retry(now int64, terms *rateTerms) time.Duration {
	left := r.counted
	for i := range r.slots {
		left -= r.held(r.index(i))
		if left < terms.requests {
			return time.Duration(r.at[r.index(i)] + terms.window - now)
		}
	}
	return 0
}

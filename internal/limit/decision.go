package limit

import (
	"strconv"
	"time"
)

// Decision is the answer to one request. A caller keeps one and hands it in
// again, so that asking allocates nothing.
type Decision struct {
	Refused bool
	Items   []Item // one per window, the smallest remaining share first
}

// Item is what a window says about itself after the request was decided.
type Item struct {
	Name      string        // the policy's name, with ".quota" for a quota
	Policy    string        // the policy's name
	Quota     bool          // a quota, not a rate
	Limit     int64         // requests allowed in a window
	Window    time.Duration // its length; for a quota the length of the running period
	Remaining int64         // requests still allowed now, 0 or more
	Reset     time.Duration // until the oldest counted request leaves the window, or the quota starts again
	Retry     time.Duration // until a request could pass this window; 0 unless Refused
	Refused   bool          // this window refused the request

	terms string // how its RateLimit-Policy item begins, see itemTerms
}

// RetryAfter is the number of whole seconds, rounded up, until every window
// that refused has room again; 0 when none refused.
func (d *Decision) RetryAfter() int64 {
	var longest time.Duration
	for i := range d.Items {
		longest = max(longest, d.Items[i].Retry)
	}
	return ceilSeconds(longest)
}

// Refusal is the window to name in the answer: among the rates that refused,
// or the quotas when no rate did, the one that takes longest. It is nil when
// the request was accepted.
func (d *Decision) Refusal() *Item {
	var named *Item
	for i := range d.Items {
		item := &d.Items[i]
		if item.Refused && (named == nil || item.before(named)) {
			named = item
		}
	}
	return named
}

func (i *Item) before(other *Item) bool {
	if i.Quota != other.Quota {
		return other.Quota
	}
	return i.Retry > other.Retry
}

// AppendPolicy appends the value of the RateLimit-Policy field
// (draft-ietf-httpapi-ratelimit-headers-11): what is allowed.
func (d *Decision) AppendPolicy(dst []byte) []byte {
	for i := range d.Items {
		item := &d.Items[i]
		if d.repeated(i) {
			continue
		}
		dst = strconv.AppendInt(append(separate(dst, i), item.terms...), ceilSeconds(item.Window), 10)
	}
	return dst
}

// AppendRateLimit appends the value of the RateLimit field: what is left.
func (d *Decision) AppendRateLimit(dst []byte) []byte {
	for i := range d.Items {
		item := &d.Items[i]
		if d.repeated(i) {
			continue
		}
		dst = append(separate(dst, i), item.terms[:len(item.Name)+len(`""`)]...)
		dst = strconv.AppendInt(append(dst, ";r="...), item.Remaining, 10)
		dst = strconv.AppendInt(append(dst, ";t="...), ceilSeconds(item.Reset), 10)
	}
	return dst
}

// repeated reports whether a tighter item has the same name, as happens where
// one policy is attached to the client and to the profile. A name means one
// window in these fields, so the tighter one speaks.
func (d *Decision) repeated(i int) bool {
	for j := range i {
		if d.Items[j].Name == d.Items[i].Name {
			return true
		}
	}
	return false
}

// itemTerms is what of an item never changes: its name as a structured-field
// string (RFC 9651 §3.3.3) and its limit. Policy names hold no character that
// would need an escape. It is made once for a policy, not once for a request.
func itemTerms(name string, limit int64) string {
	return `"` + name + `";q=` + strconv.FormatInt(limit, 10) + ";w="
}

func separate(dst []byte, i int) []byte {
	if i == 0 {
		return dst
	}
	return append(dst, ", "...)
}

// sort puts the smallest remaining share first; equals keep the order in
// which the policies are attached. An insertion sort, because a handful of
// items is sorted on every request.
func (d *Decision) sort() {
	for i := 1; i < len(d.Items); i++ {
		for j := i; j > 0 && d.Items[j].share() < d.Items[j-1].share(); j-- {
			d.Items[j], d.Items[j-1] = d.Items[j-1], d.Items[j]
		}
	}
}

func (i *Item) share() float64 { return float64(i.Remaining) / float64(i.Limit) }

func ceilSeconds(d time.Duration) int64 { return int64((d + time.Second - 1) / time.Second) }

// next is room for one more item.
func (d *Decision) next() *Item {
	d.Items = append(d.Items, Item{})
	return &d.Items[len(d.Items)-1]
}

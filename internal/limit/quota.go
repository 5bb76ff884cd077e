package limit

import "time"

// quota counts the accepted requests of one calendar period.
type quota struct {
	start, end int64 // of the period, Unix nanoseconds; 0: nothing was counted yet
	used       int64
}

// roll moves on to the period that holds now.
//
// The count starts again only when a later period begins. When the wall clock
// goes back a little, the running period goes on being counted. When it goes
// back by more than a whole period, it had been wrong before: the count moves
// along with it, because waiting for the wrong future to come would refuse
// for as long.
func (q *quota) roll(now time.Time, terms *quotaTerms) {
	at := now.UnixNano()
	if at < q.end && (at >= q.start || q.start-at <= q.end-q.start) {
		return
	}
	start, end := terms.period.Bounds(now, terms.zone)
	if start.UnixNano() > q.start {
		q.used = 0
	}
	q.start, q.end = start.UnixNano(), end.UnixNano()
}

// describe fills an item. It expects a quota rolled to now.
func (q *quota) describe(now time.Time, p *Policy, item *Item) {
	*item = Item{Name: p.quota.name, Policy: p.name, Quota: true, Limit: p.quota.requests, Window: time.Duration(q.end - q.start), terms: p.quota.item}
	item.Remaining = max(0, p.quota.requests-q.used)
	item.Reset = time.Duration(max(0, q.end-now.UnixNano()))
}

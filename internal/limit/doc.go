// Package limit counts requests against rates and quotas and says when one is
// too many.
//
// A policy attached to a client is one meter, counted over all its profiles;
// attached to a profile it is another, counted for that profile alone. A
// request meets a [Set] of meters and takes from all of their windows
// together or from none, so that a refused request burns no budget anywhere.
//
// A rate remembers when each accepted request came. Up to 1,000 requests a
// window it remembers every single one and is exact; above, neighbours share
// a slot, which leaves the window only when its last request does. Counting a
// slot in full for that long can refuse a little early, by less than a
// thousandth of the limit, and can never accept one too many, whatever the
// pattern of arrival. A quota is a counter for a stretch of the calendar.
//
// Every call is given the time. Between two readings that carry Go's
// monotonic clock a rate sees real elapsed time, so that setting the wall
// clock back or forth neither opens nor closes it. A quota follows the wall
// clock, because people do, but never starts afresh when it goes backwards.
//
// The counts live outside of every configuration swap, and in a [File], so
// that they survive a restart.
package limit

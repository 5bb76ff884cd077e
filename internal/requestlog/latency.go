package requestlog

import (
	"math/bits"
	"time"
)

// Percentiles are points of a distribution of durations, each within 2 % of
// the true one. All are zero where there was nothing to measure.
type Percentiles struct {
	P50, P95, P99 time.Duration
}

// digest counts durations in classes whose width grows with the value: up to
// 31 microseconds exactly, above in 32 steps for each doubling. However many
// durations, it stays at a few kilobytes, and two of them add up.
type digest []uint32

const (
	stepBits   = 5
	steps      = 1 << stepBits
	doublings  = 36 // up to 2^41 microseconds, which is 25 days
	digestSize = steps * (doublings + 1)
)

func digestClass(us int64) int {
	if us < steps {
		return int(max(0, us))
	}
	doubling := bits.Len64(uint64(us)) - stepBits
	return min(digestSize-1, doubling*steps+int(us>>(doubling-1))-steps)
}

// middle is the value in the middle of a class.
func middle(class int) time.Duration {
	if class < steps {
		return time.Duration(class) * time.Microsecond
	}
	doubling, step := class/steps, class%steps
	low := int64(steps+step) << (doubling - 1)
	return time.Duration(low+int64(1)<<(doubling-1)/2) * time.Microsecond
}

// add counts a duration in microseconds.
func (d *digest) add(us int64) {
	if *d == nil {
		*d = make(digest, digestSize)
	}
	(*d)[digestClass(us)]++
}

func (d *digest) addAll(other digest) {
	if *d == nil {
		*d = make(digest, digestSize)
	}
	for i, n := range other {
		(*d)[i] += n
	}
}

func (d digest) percentiles() Percentiles {
	var total int64
	for _, n := range d {
		total += int64(n)
	}
	return Percentiles{d.point(total, 50), d.point(total, 95), d.point(total, 99)}
}

// point is the smallest value that percent of all are not above.
func (d digest) point(total, percent int64) time.Duration {
	left := (total*percent + 99) / 100
	for class, n := range d {
		if left -= int64(n); left <= 0 && n > 0 {
			return middle(class)
		}
	}
	return 0
}

package limit

import (
	"encoding/binary"
	"errors"
	"math"
	"time"

	"gatehouse"
)

// saved is a meter as a file tells it.
type saved struct {
	key    key
	window int64
	period gatehouse.Period
	zone   string
	at     []int64 // Unix microseconds
	n      []uint32
	quota  quota
}

// decoder reads batches. Its input may be damaged in a way that the checksum
// did not show, so it trusts no number.
type decoder struct {
	rest   []byte
	failed bool
	meters map[uint64]*saved
}

var errRecord = errors.New("a record cannot be read")

// batch reads the records of one batch.
func (d *decoder) batch(b []byte) error {
	d.rest, d.failed = b, false
	for len(d.rest) > 0 && !d.failed {
		switch d.number() {
		case recordDefine:
			d.define()
		case recordState:
			d.state()
		default:
			d.failed = true
		}
	}
	if d.failed {
		return errRecord
	}
	return nil
}

func (d *decoder) define() {
	ref := d.number()
	s := &saved{key: key{d.text(), d.text()}, window: d.signed(d.number()), period: gatehouse.Period(d.text()), zone: d.text()}
	if !d.failed {
		d.meters[ref] = s
	}
}

func (d *decoder) state() {
	s, flags, slots := d.meters[d.number()], d.number(), d.number()
	if s == nil || slots > uint64(len(d.rest)) {
		d.failed = true
		return
	}
	if flags&flagResumed != 0 && len(s.at) > 0 {
		s.at, s.n = s.at[:len(s.at)-1], s.n[:len(s.n)-1]
	}
	at := int64(0)
	for range slots {
		at += d.varint()
		n := uint64(1)
		if flags&flagCounts != 0 {
			n = d.number()
		}
		s.at, s.n = append(s.at, at), append(s.n, uint32(min(n, math.MaxUint32)))
	}
	if flags&flagQuota != 0 {
		s.quota = quota{start: d.seconds(), end: d.seconds(), used: max(0, d.varint())}
	}
}

// seconds reads Unix seconds and returns nanoseconds.
func (d *decoder) seconds() int64 {
	s := d.varint()
	if s > math.MaxInt64/int64(time.Second) || s < math.MinInt64/int64(time.Second) {
		d.failed = true
		return 0
	}
	return s * int64(time.Second)
}

func (d *decoder) number() uint64 {
	v, n := binary.Uvarint(d.rest)
	return take(d, v, n)
}

func (d *decoder) varint() int64 {
	v, n := binary.Varint(d.rest)
	return take(d, v, n)
}

// take moves on behind a varint of n bytes; n is not positive for a bad one.
func take[N int64 | uint64](d *decoder, v N, n int) N {
	if n <= 0 {
		d.failed, d.rest = true, nil
		return 0
	}
	d.rest = d.rest[n:]
	return v
}

func (d *decoder) signed(v uint64) int64 {
	if v > math.MaxInt64 {
		d.failed = true
		return 0
	}
	return int64(v)
}

func (d *decoder) text() string {
	n := d.number()
	if n > uint64(len(d.rest)) {
		d.failed, d.rest = true, nil
		return ""
	}
	s := string(d.rest[:n])
	d.rest = d.rest[n:]
	return s
}

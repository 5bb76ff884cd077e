package seal

import (
	"crypto/rand"
	"encoding/binary"
	"sync/atomic"
	"time"
)

// Requests are far more than anything else that has an id, so theirs are made
// without a lock: a ULID whose random part is 40 bits drawn once for the
// process and a counter of 40 bits.
var (
	processBits = func() (b [5]byte) { _, _ = rand.Read(b[:]); return b }()
	requests    atomic.Uint64
)

// crockford is the alphabet of ULIDs in lower case.
const crockford = "0123456789abcdefghjkmnpqrstvwxyz"

// AppendRequestID appends the id of a request that came at that moment, "req_"
// and 26 characters. Ids of one process are unique; those of different
// milliseconds sort by time.
func AppendRequestID(dst []byte, at time.Time) []byte {
	var b [16]byte
	binary.BigEndian.PutUint64(b[:8], uint64(at.UnixMilli())<<16)
	copy(b[6:11], processBits[:])
	n := requests.Add(1)
	b[11] = byte(n >> 32)
	binary.BigEndian.PutUint32(b[12:], uint32(n))
	return appendULID(append(dst, "req_"...), b)
}

// appendULID encodes 128 bits as 26 characters of 5 bits; the first has 3.
func appendULID(dst []byte, b [16]byte) []byte {
	high, low := binary.BigEndian.Uint64(b[:8]), binary.BigEndian.Uint64(b[8:])
	var text [26]byte
	for i := len(text) - 1; i >= 0; i-- {
		text[i] = crockford[low&31]
		high, low = high>>5, low>>5|high<<59
	}
	return append(dst, text[:]...)
}

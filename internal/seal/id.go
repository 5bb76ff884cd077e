package seal

import (
	"bufio"
	"crypto/rand"
	"sync"

	"github.com/oklog/ulid/v2"
)

// NewID makes an id: the prefix, an underscore and a lower-case ULID. Ids made
// by one process sort in the order they were made, also within a millisecond
// and when the clock is set back. They are unique and not secret.
func NewID(prefix string) string { return ids.next(prefix, ulid.Now()) }

// ids is the one sequence of the process: what makes ids sort must be shared.
var ids = newSequence()

type sequence struct {
	mu      sync.Mutex
	latest  uint64 // Unix milliseconds
	entropy *ulid.MonotonicEntropy
}

// newSequence reads random bytes 4 KiB at a time, since one system call for
// each id would cost more than all the rest.
func newSequence() *sequence {
	return &sequence{entropy: ulid.Monotonic(bufio.NewReader(rand.Reader), 0)}
}

func (s *sequence) next(prefix string, ms uint64) string {
	id := s.nextULID(ms)
	text := make([]byte, len(prefix)+1+ulid.EncodedSize)
	n := copy(text, prefix)
	text[n] = '_'
	_ = id.MarshalTextTo(text[n+1:]) // fails on a short buffer only
	for i := n + 1; i < len(text); i++ {
		if c := text[i]; c >= 'A' && c <= 'Z' {
			text[i] = c + 'a' - 'A'
		}
	}
	return string(text)
}

func (s *sequence) nextULID(ms uint64) ulid.ULID {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.latest = max(s.latest, ms)
	id, err := ulid.New(s.latest, s.entropy)
	if err != nil {
		// The 80 bits of this millisecond overflowed; borrow from the next.
		s.latest++
		id = ulid.MustNew(s.latest, s.entropy)
	}
	return id
}

package limit

import (
	"encoding/binary"
	"hash/maphash"
	"net/netip"
	"sync"
	"time"
)

// Guard counts failed authentications per address, so that guessing is slow.
// It is asked only after a request failed, so valid credentials always pass.
//
// An IPv6 network hands a /64 to a single customer, so the /64 counts. Memory
// is bounded: addresses share a fixed number of places, and when there are
// more than places, the one with the fewest failures is forgotten first.
type Guard struct {
	most  int64
	start time.Time
	seed  maphash.Seed
	sets  [guardSets]guardSet
}

const (
	guardSets  = 2048
	guardWays  = 16
	guardSpan  = int64(time.Minute)
	guardPart  = guardSpan / 12 // a minute is counted in parts of five seconds
	guardParts = 13             // with the running one, so that a failure counts for a minute at least
)

// guardSet is the places of the addresses that hash to it; made on first use.
type guardSet struct {
	mu     sync.Mutex
	places *[guardWays]guardPlace
}

// guardPlace is one address: failures per part of the last minute.
type guardPlace struct {
	address uint64
	newest  int64 // number of the part that parts[newest%guardParts] counts
	total   int64 // of the parts that still count
	parts   [guardParts]uint32
}

// NewGuard makes a guard that lets so many failures a minute pass from one
// address; 0 makes one that never refuses. Start is the present.
func NewGuard(failuresPerMinute int, start time.Time) *Guard {
	return &Guard{most: int64(failuresPerMinute), start: start, seed: maphash.MakeSeed()}
}

// Failed counts a failed authentication and reports how long further failures
// from the address are refused: 0 while there are not too many. Failures that
// are refused do not prolong it.
func (g *Guard) Failed(now time.Time, from netip.Addr) time.Duration {
	if g.most <= 0 {
		return 0
	}
	address := network(from)
	set := &g.sets[maphash.Comparable(g.seed, address)%guardSets]
	part := max(0, int64(now.Sub(g.start))/guardPart)
	set.mu.Lock()
	defer set.mu.Unlock()
	place := set.place(address, part)
	if place.total >= g.most {
		return place.wait(g.most, now.Sub(g.start))
	}
	place.total++
	place.parts[place.newest%guardParts]++
	return 0
}

// network is the address itself for IPv4 and the /64 for IPv6. The mapped
// range ::ffff:0:0/96 stands for IPv4 in the same 64 bits; nobody calls from
// the /64 that it is in.
func network(a netip.Addr) uint64 {
	a = a.Unmap()
	if a.Is4() {
		b := a.As4()
		return 0xffff<<32 | uint64(binary.BigEndian.Uint32(b[:]))
	}
	b := a.As16()
	return binary.BigEndian.Uint64(b[:8])
}

// place finds the place of an address, moved on to a part; an address that has
// none takes the one with the fewest failures.
func (s *guardSet) place(address uint64, part int64) *guardPlace {
	if s.places == nil {
		s.places = new([guardWays]guardPlace)
	}
	fewest := &s.places[0]
	for i := range s.places {
		p := &s.places[i]
		p.advance(part)
		if p.address == address {
			return p
		}
		if p.total < fewest.total {
			fewest = p
		}
	}
	*fewest = guardPlace{address: address, newest: part}
	return fewest
}

// advance drops the parts that are more than a minute old. The clock never
// moves it back.
func (p *guardPlace) advance(part int64) {
	for n := min(part-p.newest, guardParts); n > 0; n-- {
		at := (part - n + 1) % guardParts
		p.total -= int64(p.parts[at])
		p.parts[at] = 0
	}
	p.newest = max(p.newest, part)
}

// wait is how long until fewer than most failures count.
func (p *guardPlace) wait(most int64, since time.Duration) time.Duration {
	left := p.total
	for part := p.newest - guardParts + 1; part <= p.newest; part++ {
		if part < 0 {
			continue
		}
		if left -= int64(p.parts[part%guardParts]); left < most {
			return max(time.Duration((part+guardParts)*guardPart)-since, 1)
		}
	}
	return time.Duration(guardSpan)
}

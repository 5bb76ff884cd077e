package h2

// Frames that ask for work and bring none (RFC 9113 §10.5). A peer has a budget
// for them, which fills up again with time and with requests that it sees
// through; one that spends it all is cut off. Resets have their own, since each
// may have cost a request to an upstream.

import "slices"

const (
	maxNuisances = 1000 // pings, settings, priorities, window updates, empty frames
	maxResets    = 200  // streams reset by the peer, or by us for a fault of its own

	nuisancesASecond = 200
	resetsASecond    = 20
	resetsARequest   = 1 // earned by a request that was seen through

	// What is sent may be answered with window updates: some clients send two for
	// every frame, others two for every few KiB that were read.
	updatesAFrame = 4
	updatesAKiB   = 1
)

// earlyMost is how many streams are remembered that we ended before the peer did:
// what it had sent by then still comes and is no fault (RFC 9113 §5.1).
const earlyMost = 256

type budget struct {
	nuisances, resets int
	updates           int64 // window updates that what was sent accounts for
}

func newBudget() budget { return budget{nuisances: maxNuisances, resets: maxResets} }

// refill adds what a tick's time is worth.
func (b *budget) refill() {
	const perSecond = int(1e9 / tick)
	b.earn(nuisancesASecond/perSecond, resetsASecond/perSecond)
}

func (b *budget) earn(nuisances, resets int) {
	b.nuisances = min(b.nuisances+nuisances, maxNuisances)
	b.resets = min(b.resets+resets, maxResets)
}

// nuisance charges one, and reports whether there was enough left.
func (b *budget) nuisance() bool {
	b.nuisances--
	return b.nuisances >= 0
}

// sent accounts for a frame of content.
func (b *budget) sent(size int) { b.updates += updatesAFrame + updatesAKiB*int64(size>>10) }

// update charges a window update.
func (b *budget) update() bool {
	if b.updates > 0 {
		b.updates--
		return true
	}
	return b.nuisance()
}

func (b *budget) reset() bool {
	b.resets--
	return b.resets >= 0
}

// earlyEnds remembers the last streams that we ended first.
type earlyEnds struct {
	numbers []uint32
	next    int
}

func (e *earlyEnds) add(number uint32) {
	if len(e.numbers) < earlyMost {
		e.numbers = append(e.numbers, number)
		return
	}
	e.numbers[e.next] = number
	e.next = (e.next + 1) % earlyMost
}

func (e *earlyEnds) has(number uint32) bool { return slices.Contains(e.numbers, number) }

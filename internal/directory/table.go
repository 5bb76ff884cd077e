package directory

import (
	"hash/maphash"
	"sync/atomic"
)

// table finds clients by id without a lock: open addressing over atomic
// pointers, linear probing. One writer at a time changes it; readers see
// either the old pointer or the new one. When it fills up, the writer makes
// a larger one and swaps it in; a reader that is still in the old one finds
// what was there when it started.
type table struct {
	slots   []atomic.Pointer[Client] // a power of two long
	mask    uint32
	filled  int // slots that are not nil, tombstones included
	clients int
}

// tombstone fills the place of a deleted client, so that probing goes on
// behind it.
var tombstone = &Client{}

const smallestTable = 64

func newTable(size int) *table {
	return &table{slots: make([]atomic.Pointer[Client], size), mask: uint32(size - 1)}
}

// find returns the client of an id and its hash, or nil.
func (t *table) find(hash uint32, id string) *Client {
	for i := hash; ; i++ {
		c := t.slots[i&t.mask].Load()
		if c == nil {
			return nil
		}
		if c.hash == hash && c.id == id && c != tombstone {
			return c
		}
	}
}

// put places a client and returns the one it replaces, if any. The table must
// have an empty slot.
func (t *table) put(c *Client) (old *Client) {
	place := -1
	for i := c.hash; ; i++ {
		at := int(i & t.mask)
		switch found := t.slots[at].Load(); {
		case found == nil:
			if place < 0 {
				place = at
				t.filled++
			}
			t.clients++
			t.slots[place].Store(c)
			return nil
		case found == tombstone:
			if place < 0 {
				place = at
			}
		case found.hash == c.hash && found.id == c.id:
			t.slots[at].Store(c)
			return found
		}
	}
}

// remove takes a client out and returns it, or nil when it is not there.
func (t *table) remove(hash uint32, id string) *Client {
	for i := hash; ; i++ {
		c := t.slots[i&t.mask].Load()
		if c == nil {
			return nil
		}
		if c.hash == hash && c.id == id && c != tombstone {
			t.slots[i&t.mask].Store(tombstone)
			t.clients--
			return c
		}
	}
}

// roomy returns the table itself while at most three quarters of it are
// filled, else a copy without tombstones that is at most half full.
func (t *table) roomy() *table {
	if (t.filled+1)*4 <= len(t.slots)*3 {
		return t
	}
	size := len(t.slots)
	for (t.clients+1)*2 > size {
		size *= 2
	}
	bigger := newTable(size)
	for c := range t.all {
		bigger.put(c)
	}
	return bigger
}

// all yields every client.
func (t *table) all(yield func(*Client) bool) {
	for i := range t.slots {
		if c := t.slots[i].Load(); c != nil && c != tombstone && !yield(c) {
			return
		}
	}
}

// hashOf is where an id is looked for. The seed is the process's own, so that
// nobody can choose ids that collide.
func hashOf(seed maphash.Seed, id string) uint32 {
	return uint32(maphash.String(seed, id))
}

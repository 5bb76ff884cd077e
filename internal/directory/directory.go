package directory

import (
	"hash/maphash"
	"sync"
	"sync/atomic"

	"gatehouse"
	"gatehouse/internal/limit"
)

// Directory holds every client. Reading is lock-free; writers queue.
type Directory struct {
	limiter  *limit.Limiter
	seed     maphash.Seed
	table    atomic.Pointer[table]
	policies atomic.Pointer[policies]
	used     atomic.Pointer[counter] // tokens used since the last drain, linked by next

	writing sync.Mutex
	lists   lists
}

// New makes an empty directory whose clients are counted by a limiter.
func New(limiter *limit.Limiter) *Directory {
	d := &Directory{limiter: limiter, seed: maphash.MakeSeed(), lists: lists{}}
	d.table.Store(newTable(smallestTable))
	d.policies.Store(&policies{})
	return d
}

// Find returns the client of a Client ID, or nil. The caller goes on with the
// entry it got for the whole of a request.
func (d *Directory) Find(clientID string) *Client {
	return d.table.Load().find(hashOf(d.seed, clientID), clientID)
}

// Len is the number of clients.
func (d *Directory) Len() int {
	d.writing.Lock()
	defer d.writing.Unlock()
	return d.table.Load().clients
}

// Put adds a partner or puts it in the place of what was known of it. It
// keeps nothing of p. Counters of tokens that stay go on counting.
func (d *Directory) Put(p gatehouse.Partner) {
	d.writing.Lock()
	defer d.writing.Unlock()
	c := d.pack(p)
	t := d.table.Load().roomy()
	old := t.put(c)
	d.table.Store(t)
	if old != nil {
		d.release(old)
	}
}

// Delete forgets a client.
func (d *Directory) Delete(clientID string) {
	d.writing.Lock()
	defer d.writing.Unlock()
	if old := d.table.Load().remove(hashOf(d.seed, clientID), clientID); old != nil {
		d.release(old)
	}
}

// release gives back the lists of an entry that is no longer found.
func (d *Directory) release(c *Client) {
	d.lists.release(c.collections)
	d.lists.release(c.policies)
	for i := range c.profiles {
		d.lists.release(c.profiles[i].policies)
	}
}

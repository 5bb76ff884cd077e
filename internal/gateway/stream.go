package gateway

import (
	"sync"
	"sync/atomic"
	"time"

	"gatehouse/internal/directory"
	"gatehouse/internal/http1"
	"gatehouse/internal/problem"
)

// recheck is how often an open stream asks whether it may go on. The contract
// allows a second from a revocation to the end of the stream.
const recheck = 400 * time.Millisecond

// stream watches over an exchange that takes a while: a long body or an open
// WebSocket. While it lasts, it asks again and again what authenticate and
// authorize asked once, and cancels the exchange when the answer is no. Each
// stream has a timer of its own, so there is no list of streams to lock.
type stream struct {
	g        *Gateway
	grant    directory.Grant
	canceler *http1.Canceler
	started  atomic.Bool

	mu    sync.Mutex // held while the canceler is used; see stop
	timer *time.Timer
	ended bool
}

func (x *Exchange) newStream() *stream {
	return &stream{
		g: x.g, canceler: x.down.Canceler(),
		grant: directory.Grant{Client: x.client, Profile: x.profile, Token: x.token, CollectionID: x.collection.ID},
	}
}

// start begins to watch; further calls do nothing. It may be called from any
// goroutine.
func (s *stream) start() {
	if s == nil || s.started.Swap(true) {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.ended {
		s.timer = time.AfterFunc(recheck, s.check)
	}
}

// stop ends the watch. When it has returned, the canceler is not used any more:
// the door may hand it to the next request.
func (s *stream) stop() {
	if s == nil {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.ended = true
	if s.timer != nil {
		s.timer.Stop()
	}
}

func (s *stream) check() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ended {
		return
	}
	if code := s.lost(); code != "" {
		s.canceler.Cancel(problem.New(code))
		return
	}
	s.timer.Reset(recheck)
}

// lost is the code with which the request would be refused now, or "".
func (s *stream) lost() string {
	if t := s.g.table(); t == nil || t.ByID(s.grant.CollectionID) == nil {
		return "route_not_found"
	}
	return s.g.directory.Lost(&s.grant, time.Now())
}

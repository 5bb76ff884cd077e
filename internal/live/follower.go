package live

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"gatehouse"
	"gatehouse/internal/directory"
	"gatehouse/internal/live/lastgood"
	"gatehouse/internal/routing"
	"gatehouse/internal/store"
)

// Options are what a [Follower] keeps up to date.
type Options struct {
	Directory *directory.Directory
	LastGood  *lastgood.Folder
	Settings  func(gatehouse.Settings) // told the stored settings when they are read; nil: nobody
	Logger    *slog.Logger             // nil: slog.Default()
}

// Follower puts the configuration of a store in force. It is safe for use by
// many goroutines.
type Follower struct {
	directory *directory.Directory
	lastGood  *lastgood.Folder
	settings  func(gatehouse.Settings)
	logger    *slog.Logger

	store   atomic.Pointer[store.Store] // nil while it could not be opened
	table   atomic.Pointer[routing.Table]
	version atomic.Int64 // in force; behind while a change is being applied

	applying sync.Mutex // one change is applied at a time
	copied   int64      // version of the newest copy on disk; of the copying goroutine alone
	state    state
}

// New makes a follower that has nothing yet: the gateway refuses everything.
func New(o Options) *Follower {
	f := &Follower{directory: o.Directory, lastGood: o.LastGood, settings: o.Settings, logger: o.Logger, copied: -1}
	if f.logger == nil {
		f.logger = slog.Default()
	}
	if f.settings == nil {
		f.settings = func(gatehouse.Settings) {}
	}
	return f
}

// Table returns the routes in force, nil while nothing was loaded.
func (f *Follower) Table() *routing.Table { return f.table.Load() }

// Version returns the version of the configuration in force.
func (f *Follower) Version() int64 { return f.version.Load() }

// Load reads the whole configuration of a store and follows that store from
// now on.
func (f *Follower) Load(ctx context.Context, s *store.Store) error {
	f.store.Store(s)
	f.applying.Lock()
	defer f.applying.Unlock()
	err := f.readAll(ctx, s)
	f.state.heard(err)
	return err
}

// LoadLastGood puts the newest copy on disk in force, because the store is
// away for the reason given.
func (f *Follower) LoadLastGood(away error) error {
	f.applying.Lock()
	defer f.applying.Unlock()
	if err := f.readCopy(); err != nil {
		return err
	}
	f.state.heard(away)
	f.state.fromCopy.Store(true)
	f.logger.Warn("the store is away; serving the last good configuration", "config_version", f.Version(), "error", away)
	return nil
}

const (
	// pokeTimeout bounds how long a write waits for the gateway.
	pokeTimeout = 10 * time.Second
	// askTimeout bounds the question for the version.
	askTimeout = 10 * time.Second
	// readTimeout bounds reading a configuration. It is generous, because an
	// attempt that is given up too early would be given up each time.
	readTimeout = 10 * time.Minute
)

// Poke returns when the gateway has applied at least a version. If that fails
// or takes too long, the change is in the store all the same: what was begun
// goes on, and the next poll tries again.
func (f *Follower) Poke(version int64) {
	if f.version.Load() >= version {
		return
	}
	applied := make(chan struct{})
	go func() {
		defer close(applied)
		f.follow(context.Background(), func() bool { return f.version.Load() >= version })
	}()
	patience := time.NewTimer(pokeTimeout)
	defer patience.Stop()
	select {
	case <-applied:
	case <-patience.C:
		f.logger.Warn("a change takes long to reach the gateway", "config_version", version)
	}
}

// follow applies what is new, unless another goroutine did in the meantime.
func (f *Follower) follow(ctx context.Context, done func() bool) {
	f.applying.Lock()
	defer f.applying.Unlock()
	if done() {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, readTimeout)
	defer cancel()
	err := f.catchUp(ctx)
	if f.state.heard(err) {
		f.logger.Error("the configuration cannot be read; the gateway stays on the one it has", "config_version", f.Version(), "error", err)
	}
}

var errNoStore = errors.New("the store could not be opened yet")

// poll asks for the one integer.
func (f *Follower) poll(ctx context.Context) {
	s := f.store.Load()
	if s == nil {
		return
	}
	version, err := f.ask(ctx, s)
	if err != nil {
		if ctx.Err() == nil && f.state.heard(err) {
			f.logger.Error("the store is away; the gateway stays on the configuration it has", "config_version", f.Version(), "error", err)
		}
		return
	}
	if version == f.version.Load() && f.table.Load() != nil && !f.state.fromCopy.Load() {
		f.state.heard(nil)
		return
	}
	f.follow(ctx, func() bool { return false })
}

func (f *Follower) ask(ctx context.Context, s *store.Store) (int64, error) {
	ctx, cancel := context.WithTimeout(ctx, askTimeout)
	defer cancel()
	return s.Version(ctx)
}

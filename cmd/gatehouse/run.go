package main

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"gatehouse/internal/ops"
)

// drainTimeout is how long requests under way may take to end. Container
// platforms kill after ten seconds, and what follows needs a moment too.
const drainTimeout = 8 * time.Second

// sweepInterval is how often the limiter forgets meters that count nothing.
const sweepInterval = time.Minute

// run serves until the context ends, then lets what is under way end, and
// writes down all that must survive.
func (h *house) run(ctx context.Context) error {
	var draining atomic.Bool
	servers := h.servers(&draining)
	failed := make(chan error, len(servers))
	var serving sync.WaitGroup
	for at, server := range servers {
		serving.Go(func() {
			if err := server.Serve(at.forServer()); !errors.Is(err, http.ErrServerClosed) {
				failed <- err
			}
		})
	}

	background, stop := context.WithCancel(context.WithoutCancel(ctx))
	var working sync.WaitGroup
	working.Go(func() { h.follower.Run(background) })
	working.Go(func() {
		h.limits.Run(background, func(err error) { h.logger.Error("limits cannot be saved", "error", err) })
	})
	working.Go(func() { h.sweep(background) })
	working.Go(func() { h.overStore(background) })

	var err error
	select {
	case <-ctx.Done():
	case err = <-failed:
	}
	draining.Store(true)
	close(h.ending)
	h.logger.Info("stopping")
	h.gateway.Drain()
	h.shutdown(servers)
	serving.Wait()
	stop()
	working.Wait()
	return errors.Join(err, h.finish(context.WithoutCancel(ctx)))
}

// server serves one listener: the gateway's doors, or net/http for people and
// machines of ours.
type server interface {
	Serve(l net.Listener) error
	Shutdown(ctx context.Context) error
	Close() error
}

// servers are the servers by the listener they serve.
func (h *house) servers(draining *atomic.Bool) map[*listener]server {
	out := map[*listener]server{h.opsAt: h.netServer(ops.New(func() []ops.Part { return h.parts(draining.Load()) }, h.metrics.Handler()))}
	if h.gatewayAt != nil {
		out[h.gatewayAt] = h.gateway.Doors(h.gatewayAt.tls)
	}
	if h.consoleAt != nil {
		out[h.consoleAt] = h.netServer(&h.console)
	}
	if h.portalAt != nil {
		out[h.portalAt] = h.netServer(&h.portal)
	}
	return out
}

func (h *house) netServer(handler http.Handler) *http.Server {
	return &http.Server{
		Handler: handler, ReadHeaderTimeout: 10 * time.Second, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 64 << 10,
		ErrorLog: slog.NewLogLogger(h.logger.Handler(), slog.LevelDebug),
	}
}

// parts is what /readyz shows. A process that stops wants no new traffic.
func (h *house) parts(draining bool) []ops.Part {
	parts := h.follower.Parts()
	if draining {
		parts = append(parts, ops.Part{Name: "process", Status: ops.Unready, Reason: "The process is stopping."})
	}
	return parts
}

// shutdown ends all servers at once, those for machines of ours last, so that
// readiness can be asked for to the end.
func (h *house) shutdown(servers map[*listener]server) {
	ctx, cancel := context.WithTimeout(context.Background(), drainTimeout)
	defer cancel()
	var ending sync.WaitGroup
	for at, server := range servers {
		if at != h.opsAt {
			ending.Go(func() { end(ctx, server) })
		}
	}
	ending.Wait()
	end(ctx, servers[h.opsAt])
}

func end(ctx context.Context, server server) {
	if server.Shutdown(ctx) != nil {
		_ = server.Close() // what is still open has had its time
	}
}

func (h *house) sweep(ctx context.Context) {
	tick := time.NewTicker(sweepInterval)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case now := <-tick.C:
			h.limiter.Sweep(now)
		}
	}
}

// finish closes what holds data, after the last request has ended.
func (h *house) finish(ctx context.Context) error {
	err := h.log.Close(ctx)
	if h.store != nil {
		err = errors.Join(err, h.store.Close())
	}
	h.lock.release()
	return err
}

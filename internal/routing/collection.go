package routing

import (
	"errors"
	"slices"
	"time"

	"gatehouse"
)

// Collection is a published collection ready to serve. Its fields must not be
// changed.
type Collection struct {
	ID       string
	Name     string
	Revision int64
	BasePath string // "/shipments", or "/"

	Targets          []Target
	Credential       *gatehouse.Credential // nil: none
	KeepBasePath     bool
	ConnectTimeout   time.Duration // never 0: the default is filled in
	HeaderTimeout    time.Duration // likewise
	IdleTimeout      time.Duration // likewise
	ValidateRequests bool
	MaxBodyBytes     int64    // 0: no limit of its own
	Origins          []string // browser origins that may call, sorted; empty: no CORS

	Endpoints []*Endpoint // as defined
	tree      node
	turns     turns
	refusal   error
}

// Refusal is nil for a collection that serves, else the reason why every
// request to it must be answered with config_invalid.
func (c *Collection) Refusal() error { return c.refusal }

// Refuses reports whether there is a refusal.
func (c *Collection) Refuses() bool { return c.refusal != nil }

// AllowsOrigin reports whether a browser origin may call the collection.
func (c *Collection) AllowsOrigin(origin string) bool {
	_, ok := slices.BinarySearch(c.Origins, origin)
	return ok
}

// Endpoint finds the endpoint for a method and the path below the base path
// as [Table.Match] returns it. HEAD is answered where GET is. It returns nil
// when there is none; [Collection.Allowed] then tells an unknown path from a
// method that is not served.
func (c *Collection) Endpoint(method, rest string) *Endpoint {
	m := methodIndex(method)
	if m < 0 {
		return nil
	}
	return c.tree.find(rest, m)
}

// Allowed is the set of methods served at the path below the base path; empty
// when there is no such path.
func (c *Collection) Allowed(rest string) gatehouse.MethodSet { return c.tree.allowed(rest) }

// refuse keeps the first reason, the one closest to the cause.
func (c *Collection) refuse(reason string) {
	if c.refusal == nil {
		c.refusal = errors.New(reason)
	}
}

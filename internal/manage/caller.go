package manage

import (
	"gatehouse"
	"gatehouse/internal/store"
)

// Caller is who asks for a use case. Package signin makes one from a
// credential; the command line makes its own with role admin.
type Caller struct {
	Actor       gatehouse.Actor
	Role        gatehouse.Role
	RequestID   string                 // of the admin API call; empty for the command line
	SessionID   string                 // of the console session it came with, if any
	Idempotency *store.IdempotencyMark // kept in the transaction of the call's first write; nil: none
}

// MayRead is nil when the caller's role may see an area, else Forbidden. The
// admin API asks before it reads a body.
func (c Caller) MayRead(a gatehouse.Area) error {
	if c.Role.MayRead(a) {
		return nil
	}
	return gatehouse.Errorf(gatehouse.Forbidden, "The role %q may not read this. Ask an admin for a role that may.", c.Role)
}

// MayWrite is nil when the caller's role may change an area, else Forbidden.
func (c Caller) MayWrite(a gatehouse.Area) error {
	if c.Role.MayWrite(a) {
		return nil
	}
	return gatehouse.Errorf(gatehouse.Forbidden, "The role %q may not change this. Ask an admin for a role that may.", c.Role)
}

// mayHandOut refuses a role above the caller's own: nobody makes a user or a
// key that can do more than they can.
func (c Caller) mayHandOut(r gatehouse.Role) error {
	if !r.Valid() || c.Role.Covers(r) {
		return nil // an unknown role is for validation to name
	}
	return gatehouse.Errorf(gatehouse.Forbidden, "The role %q may not hand out the role %q, which is above it.", c.Role, r)
}

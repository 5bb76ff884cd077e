package manage

import "gatehouse"

// PortalUser is somebody signed in to the portal, as of one call: an address,
// the clients that authorize it now, and the one they look at. Package signin
// makes one from a cookie; the use cases of the portal take it for proven and
// reach nothing but its client.
type PortalUser struct {
	Email     string
	Client    gatehouse.Client
	Clients   []gatehouse.Client // enabled, by name; never empty
	Session   gatehouse.PortalSession
	From      string // address; empty: unknown
	RequestID string
}

// by is the user as the audit log names them.
func (u PortalUser) by() Caller {
	return Caller{Actor: portalActor(u.Email, u.From), RequestID: u.RequestID}
}

package gateway

import "gatehouse/internal/problem"

var (
	errNoClientID  = problem.New("client_id_missing")
	errNoProfileID = problem.New("profile_id_missing")
)

// identify is step 3: the request must say who is calling. That it is true is
// for authenticate to find out.
func identify(x *Exchange) error {
	if x.fields.clientID == "" {
		return errNoClientID
	}
	if x.fields.profileID == "" {
		return errNoProfileID
	}
	return nil
}

package gateway

import "gatehouse/internal/problem"

var errAddress = problem.New("ip_not_allowed")

// address is step 5: the profile's IP allowlist.
func address(x *Exchange) error {
	if !x.profile.AllowsAddress(x.clientIP) {
		return errAddress
	}
	return nil
}

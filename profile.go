package gatehouse

import (
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Profile says how and from where a client may call. Its name is unique within
// the client and is itself the Profile ID that the partner sends; it never
// changes.
type Profile struct {
	ID             string // "pr_…", accepted in X-Profile-ID as well
	Name           string
	ClientID       string
	Status         Status
	Auth           Auth
	AllowedMethods []string       // upper case, sorted; nil: any; GET includes HEAD
	IPAllowlist    []netip.Prefix // masked; empty: any address
	PolicyIDs      []string       // sorted; counted for this profile alone
	ExpiresAt      time.Time      // zero: never
	SelfService    bool           // the partner may make and rotate the profile's tokens in the portal
	Meta
}

// Methods are the request methods an endpoint or a profile may name.
// CONNECT and TRACE never pass a gateway.
var Methods = []string{"DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"}

const maxAllowlist = 1000

// Validate reports every wrong field as one [Invalid] error.
func (p Profile) Validate() error {
	var f Fields
	checkName(&f, p.Name)
	if p.ClientID == "" {
		f.Add("/client_id", "is required")
	}
	checkStatus(&f, p.Status)
	f.Under("/auth", p.Auth.check())
	if p.AllowedMethods != nil && len(p.AllowedMethods) == 0 {
		f.Add("/allowed_methods", "must name at least one method; leave it out or send null to allow any")
	}
	for i, m := range p.AllowedMethods {
		if !slices.Contains(Methods, m) {
			f.Add("/allowed_methods/"+strconv.Itoa(i), "must be one of %s", strings.Join(Methods, ", "))
		}
	}
	if len(p.IPAllowlist) > maxAllowlist {
		f.Add("/ip_allowlist", "must hold at most %d entries", maxAllowlist)
	}
	return f.Err()
}

// Expired reports whether the profile's own expiry has passed.
func (p Profile) Expired(now time.Time) bool {
	return !p.ExpiresAt.IsZero() && !now.Before(p.ExpiresAt)
}

// AllowsMethod reports whether the profile lets a method through. GET
// includes HEAD.
func (p Profile) AllowsMethod(method string) bool {
	if p.AllowedMethods == nil || slices.Contains(p.AllowedMethods, method) {
		return true
	}
	return method == "HEAD" && slices.Contains(p.AllowedMethods, "GET")
}

// ParseAllowlistEntry reads an address or a CIDR block of either family. A
// block whose host bits are set, such as 10.0.0.1/8, is refused: it is more
// often a typing error than a wish.
func ParseAllowlistEntry(s string) (netip.Prefix, *Field) {
	if addr, err := netip.ParseAddr(s); err == nil && addr.Zone() == "" {
		addr = addr.Unmap()
		return netip.PrefixFrom(addr, addr.BitLen()), nil
	}
	p, err := netip.ParsePrefix(s)
	if err != nil {
		return netip.Prefix{}, &Field{Detail: "must be an address or a CIDR block such as 203.0.113.0/24 or 2001:db8::/32"}
	}
	if p != p.Masked() {
		return netip.Prefix{}, &Field{Detail: "has bits set behind the prefix length; the block is " + p.Masked().String()}
	}
	return p, nil
}

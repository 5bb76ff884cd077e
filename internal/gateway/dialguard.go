package gateway

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"slices"
	"syscall"
)

// DialGuard refuses addresses that no upstream may have: those where cloud
// machines serve their own credentials, and our own listeners, which would make
// a request go round in circles or let a collection reach the admin API. It
// looks at the address that is about to be connected to, behind every name and
// redirect of DNS, so that a name cannot resolve to something else a moment
// after it was checked.
type DialGuard struct {
	Own []netip.AddrPort // our listeners; an unspecified address stands for every address of this machine
}

var (
	errLinkLocal   = errors.New("link-local addresses may not be an upstream")
	errOwnListener = errors.New("our own listeners may not be an upstream")

	// awsMetadata is the IPv6 twin of 169.254.169.254; it is no link-local address.
	awsMetadata = netip.MustParseAddr("fd00:ec2::254")
	nat64       = netip.MustParsePrefix("64:ff9b::/96")
)

// Control has the signature of net.Dialer.Control.
func (g DialGuard) Control(_, address string, _ syscall.RawConn) error {
	target, err := netip.ParseAddrPort(address)
	if err != nil {
		return &CallError{FaultRefusedAddress, fmt.Errorf("reading the address to dial: %w", err)}
	}
	addr := embedded(plain(target.Addr()))
	if addr.IsLinkLocalUnicast() || addr.IsLinkLocalMulticast() || addr == awsMetadata {
		return &CallError{FaultRefusedAddress, errLinkLocal}
	}
	if g.own(addr, target.Port()) {
		return &CallError{FaultRefusedAddress, errOwnListener}
	}
	return nil
}

// embedded takes an IPv4 address out of its NAT64 form.
func embedded(a netip.Addr) netip.Addr {
	if !nat64.Contains(a) {
		return a
	}
	b := a.As16()
	return netip.AddrFrom4([4]byte(b[12:]))
}

func (g DialGuard) own(addr netip.Addr, port uint16) bool {
	return slices.ContainsFunc(g.Own, func(own netip.AddrPort) bool {
		if own.Port() != port {
			return false
		}
		ours := plain(own.Addr())
		switch {
		case ours == addr:
			return true
		case addr.IsUnspecified(): // the kernel takes it for loopback
			return ours.IsLoopback() || ours.IsUnspecified()
		default:
			return ours.IsUnspecified() && local(addr)
		}
	})
}

// local reports whether an address belongs to this machine. It is asked when a
// connection to one of our own port numbers is opened, which is rare.
func local(addr netip.Addr) bool {
	if addr.IsLoopback() {
		return true
	}
	list, err := net.InterfaceAddrs()
	if err != nil {
		return true // fail closed
	}
	return slices.ContainsFunc(list, func(a net.Addr) bool {
		p, err := netip.ParsePrefix(a.String())
		return err == nil && plain(p.Addr()) == addr
	})
}

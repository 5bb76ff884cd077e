package gateway

import (
	"net/netip"
	"testing"
)

func TestForbiddenAddressesAreNotDialled(t *testing.T) {
	g := DialGuard{Own: []netip.AddrPort{
		netip.MustParseAddrPort("[::]:8080"),
		netip.MustParseAddrPort("127.0.0.1:8081"),
	}}
	tests := []struct {
		address string
		refused bool
	}{
		{"169.254.169.254:80", true},
		{"[::ffff:169.254.169.254]:80", true},
		{"[64:ff9b::a9fe:a9fe]:80", true},
		{"[fe80::1%eth0]:80", true},
		{"[fd00:ec2::254]:80", true},
		{"127.0.0.1:8080", true},
		{"127.8.8.8:8080", true},
		{"[::1]:8080", true},
		{"0.0.0.0:8080", true},
		{"127.0.0.1:8081", true},
		{"0.0.0.0:8081", true},
		{"127.0.0.2:8081", false},
		{"127.0.0.1:9000", false},
		{"203.0.113.1:8080", false},
		{"10.0.0.1:443", false},
	}
	for _, tt := range tests {
		if err := g.Control("tcp", tt.address, nil); (err != nil) != tt.refused {
			t.Errorf("%s: %v", tt.address, err)
		}
	}
}

package gateway

import "strings"

// Cookies know no port and little of hosts: a browser that is signed in to the
// console sends its session to the gateway too when both share a host name, and
// an upstream could set one. Neither may pass.

// withoutOwnCookies removes our own cookies from a Cookie field. What is left
// is as it came.
func withoutOwnCookies(value string) string {
	if !strings.Contains(value, "gatehouse_") {
		return value
	}
	var kept []string
	for pair := range strings.SplitSeq(value, ";") {
		name, _, _ := strings.Cut(pair, "=")
		if !ownCookie(strings.TrimSpace(name)) {
			kept = append(kept, strings.TrimSpace(pair))
		}
	}
	return strings.Join(kept, "; ")
}

// setsOwnCookie reports whether a Set-Cookie field sets one of our cookies.
func setsOwnCookie(value string) bool {
	name, _, _ := strings.Cut(value, "=")
	return ownCookie(strings.TrimSpace(name))
}

// ownCookie knows our cookies with the prefixes that browsers give a meaning.
func ownCookie(name string) bool {
	name = strings.TrimPrefix(strings.TrimPrefix(name, "__Host-"), "__Secure-")
	return name == "gatehouse_console" || name == "gatehouse_portal"
}

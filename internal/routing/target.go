package routing

import (
	"net"
	"net/url"
	"strings"
	"sync/atomic"

	"gatehouse"
)

// Target is one server of an upstream, its URL taken apart.
type Target struct {
	URL     string // as defined
	TLS     bool   // https
	Address string // host and port to connect to, the port filled in
	Host    string // the Host field to send: as in the URL
	Name    string // host without port: the name that a certificate must have
	Path    string // goes before every path; "" or "/v2", encoded, without a slash at the end
	Weight  int
}

func compileTarget(t gatehouse.Target) (Target, bool) {
	u, err := url.Parse(t.URL)
	if err != nil || u.Hostname() == "" || u.Scheme != "http" && u.Scheme != "https" || t.Weight < 1 || t.Weight > maxWeight {
		return Target{}, false
	}
	port := u.Port()
	if port == "" {
		port = map[string]string{"http": "80", "https": "443"}[u.Scheme]
	}
	return Target{
		URL: t.URL, TLS: u.Scheme == "https", Host: u.Host, Name: u.Hostname(),
		Address: net.JoinHostPort(u.Hostname(), port),
		Path:    strings.TrimSuffix(u.EscapedPath(), "/"), Weight: t.Weight,
	}, true
}

// maxWeight is the largest weight of a target, as the domain allows it; it
// bounds the order of turns.
const maxWeight = 1000

// turns is the order in which targets take requests, and whose turn it is.
type turns struct {
	order []uint16
	next  atomic.Uint64
}

// NextTarget returns the target whose turn it is. The turns are spread as
// evenly as the weights allow (smooth weighted round robin, as in nginx).
// Called again for the same request, it moves on, so that a caller can pass
// over a target that is down. It is nil only for a collection that refuses.
func (c *Collection) NextTarget() *Target {
	if len(c.turns.order) == 0 {
		return nil
	}
	if len(c.turns.order) == 1 { // no turn to take, and no memory to share
		return &c.Targets[c.turns.order[0]]
	}
	n := c.turns.next.Add(1) - 1
	return &c.Targets[c.turns.order[n%uint64(len(c.turns.order))]]
}

// smoothOrder lists target indices for one full cycle: each target appears
// weight/gcd times, never bunched. In each turn every target gains its weight,
// the richest takes the turn and pays the total.
func smoothOrder(targets []Target) []uint16 {
	divisor, total := 0, 0
	for _, t := range targets {
		divisor = gcd(divisor, t.Weight)
		total += t.Weight
	}
	if total == 0 {
		return nil
	}
	credit := make([]int, len(targets))
	order := make([]uint16, 0, total/divisor)
	for range total / divisor {
		best := 0
		for i, t := range targets {
			credit[i] += t.Weight
			if credit[i] > credit[best] {
				best = i
			}
		}
		credit[best] -= total
		order = append(order, uint16(best))
	}
	return order
}

func gcd(a, b int) int {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}

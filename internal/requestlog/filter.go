package requestlog

import (
	"cmp"
	"net/netip"
	"strconv"
	"strings"
	"time"

	"gatehouse"
)

// Filter says which records are wanted; an empty field does not restrict.
// It is the one predicate over memory, files, live tail and statistics.
type Filter struct {
	Client     string           // client id or name
	Profile    string           // profile id or name
	Collection string           // collection name
	Status     string           // "200", or a class such as "4xx"
	Endpoint   string           // path template of the endpoint: "/track/{trackingNumber}"
	Method     string           // "GET"
	Path       string           // exact, or a prefix with a trailing *: "/shipments/*"
	Code       string           // problem code: "rate_limit_exceeded"
	Step       string           // step that refused: "limit"
	Source     gatehouse.Source // door the request came by
	From       time.Time        // at or after
	To         time.Time        // before
	MinLatency time.Duration    // at least as slow as this
	ClientIP   string           // address of the caller, or a CIDR block: "203.0.113.0/24"
}

// Validate reports every field that can match nothing by its form alone, as
// one [gatehouse.Invalid] error whose pointers are the query parameters.
func (f Filter) Validate() error {
	var wrong gatehouse.Fields
	if _, _, ok := statusRange(f.Status); !ok {
		wrong.Add("?status", `must be a status such as "200" or a class such as "4xx"`)
	}
	switch f.Source {
	case "", gatehouse.SourceGateway, gatehouse.SourcePortal, gatehouse.SourceCheck:
	default:
		wrong.Add("?source", `must be "gateway", "portal" or "check"`)
	}
	if f.Path != "" && f.Path[0] != '/' && f.Path != "*" {
		wrong.Add("?path", "must start with /, such as /shipments/*")
	}
	if f.ClientIP != "" && !addresses(f.ClientIP).IsValid() {
		wrong.Add("?client_ip", "must be an address or a CIDR block such as 203.0.113.0/24")
	}
	if f.MinLatency < 0 {
		wrong.Add("?min_latency_ms", "must not be negative")
	}
	if !f.From.IsZero() && !f.To.IsZero() && f.To.Before(f.From) {
		wrong.Add("?to", "must not be before from")
	}
	return wrong.Err()
}

// addresses reads an address or a CIDR block; what is neither is not valid.
func addresses(s string) netip.Prefix {
	if addr, err := netip.ParseAddr(s); err == nil {
		addr = addr.Unmap().WithZone("")
		return netip.PrefixFrom(addr, addr.BitLen())
	}
	p, err := netip.ParsePrefix(s)
	if err != nil {
		return netip.Prefix{}
	}
	return p.Masked()
}

// statusRange turns "404" into 404–404, "4xx" into 400–499, and "" into
// everything.
func statusRange(s string) (low, high int32, ok bool) {
	if s == "" {
		return 0, 1<<31 - 1, true
	}
	if class, found := strings.CutSuffix(strings.ToLower(s), "xx"); found {
		if len(class) != 1 || class[0] < '1' || class[0] > '5' {
			return 0, 0, false
		}
		low = int32(class[0]-'0') * 100
		return low, low + 99, true
	}
	n, err := strconv.ParseUint(s, 10, 16)
	if err != nil || len(s) != 3 || n < 100 || n > 599 {
		return 0, 0, false
	}
	return int32(n), int32(n), true
}

// Query is a [Filter] with a page.
type Query struct {
	Filter
	Limit  int    // records a page, 1 to [MaxLimit]; 0: [DefaultLimit]
	Cursor string // of the page before; empty: start with the newest
}

// The page sizes of a search.
const (
	DefaultLimit = 50
	MaxLimit     = 200
)

// Validate is that of the filter, and of the limit.
func (q Query) Validate() error {
	var wrong gatehouse.Fields
	if q.Limit < 0 || q.Limit > MaxLimit {
		wrong.Add("?limit", "must be 1 to %d", MaxLimit)
	}
	return cmp.Or(q.Filter.Validate(), wrong.Err())
}

package gatehouse

import (
	"net/netip"
	"time"
)

// RequestRecord is what the request log keeps of one request that the gateway
// saw, refused ones too. It holds no body, no query values and no header value
// that is not on the allow-list.
type RequestRecord struct {
	ID             string        // the request id
	At             time.Time     // when the head had been read
	ClientID       string        // empty when none was sent, or none of that id exists
	ClientName     string        //
	ClientVerified bool          // false: merely claimed, the request was refused before it was proven
	ProfileID      string        // "pr_…"; empty when unknown
	ProfileName    string        //
	Collection     string        // name; empty when no base path matched
	Endpoint       string        // path template; empty when none matched
	Method         string        //
	Path           string        // canonical, without the query
	QueryNames     []string      // names only
	Status         int           // what the partner was answered; 499 when it had left
	Code           string        // problem code; empty when the upstream's answer was passed on
	Step           string        // the step that refused; empty when none did
	Latency        time.Duration // head read to last byte written
	Upstream       time.Duration // waiting for the upstream's head; 0 when none was asked
	BytesIn        int64         // request body
	BytesOut       int64         // response body
	ClientIP       netip.Addr    // through trusted proxies only
	UserAgent      string        //

	RequestHeaders  []HeaderField // all names, values of the allow-list
	ResponseHeaders []HeaderField // likewise

	Source        Source
	ConfigVersion int64 // which configuration decided
}

// HeaderField is a header as the request log keeps it. Value is empty and
// Shown false when the name is not on the allow-list.
type HeaderField struct {
	Name  string
	Value string
	Shown bool
}

// Source is the door a request came by.
type Source string

// The doors.
const (
	SourceGateway Source = "gateway"
	SourcePortal  Source = "portal" // try-it
	SourceCheck   Source = "check"  // access proof
)

package gateway

import (
	"strings"

	"gatehouse/internal/http1"
	"gatehouse/internal/problem"
)

// received is what the steps need of a request's header fields. The fields are
// looked at once, in receive: each is put to a class, so that forwarding needs
// no second look at the names.
type received struct {
	clientID, profileID string // of the exact names only; a look-alike is no identity
	clientIDs           int    // how many fields had the name
	profileIDs          int
	authorization       string
	authorizations      int
	requestID           string
	traceparent         string
	traceparents        int
	origin              string
	preflightMethod     string // Access-Control-Request-Method
	userAgent           string
	cookies             bool

	bytes int       // names and values together
	drop  [2]uint64 // bit i: field i does not go to the upstream
}

// maxFields is the most header fields a request may have; drop has a bit each.
const maxFields = 100

func (r *received) dropField(i int)  { r.drop[i>>6] |= 1 << (i & 63) }
func (r *received) drops(i int) bool { return r.drop[i>>6]&(1<<(i&63)) != 0 }

// read classes every field. What the gateway writes itself, what concerns one
// connection only, and what some upstreams take for another path, method or
// client than the one decided on, is dropped by its folded name: CGI, WSGI and
// their heirs cannot tell X_Client_ID from X-Client-ID.
func (r *received) read(h http1.Header) {
	for i := range h {
		f := &h[i]
		r.bytes += len(f.Name) + len(f.Value)
		if r.class(f) {
			r.dropField(i)
		}
	}
}

// class notes a field's value where a step needs it, and reports whether the
// field stays behind. Nearly all names are decided by their length.
func (r *received) class(f *http1.Field) (drop bool) {
	name := f.Name
	if len(name) > 12 && http1.EqualManaged(name[:12], "X-Forwarded-") {
		return true
	}
	switch len(name) {
	case 6:
		if http1.EqualFold(name, "Origin") {
			r.origin = f.Value
		} else if http1.EqualFold(name, "Cookie") {
			r.cookies = true
		}
	case 10:
		if http1.EqualFold(name, "User-Agent") {
			r.userAgent = f.Value
		}
	case 11:
		if http1.EqualFold(name, "X-Client-ID") {
			r.clientID = f.Value
			r.clientIDs++
		} else if http1.EqualFold(name, "Traceparent") {
			r.traceparent = f.Value
			r.traceparents++
			return false // trace.go decides
		}
	case 12:
		if http1.EqualFold(name, "X-Profile-ID") {
			r.profileID = f.Value
			r.profileIDs++
		} else if http1.EqualFold(name, "X-Request-ID") {
			r.requestID = f.Value
		}
	case 13:
		if http1.EqualFold(name, "Authorization") {
			r.authorization = f.Value
			r.authorizations++
		}
	case 29:
		if http1.EqualFold(name, "Access-Control-Request-Method") {
			r.preflightMethod = f.Value
		}
	}
	return staysBehind(name)
}

// staysBehind reports whether no request header of that name goes on to the
// upstream as it came.
func staysBehind(name string) bool {
	for _, n := range requestOnly.like(name) {
		if http1.EqualManaged(name, n) {
			return true
		}
	}
	return false
}

// requestOnly lists, by length, the names that stay behind.
var requestOnly = byLength(
	// Identity and credentials: written anew as verified values, or not at all.
	"X-Client-ID", "X-Profile-ID", "Authorization", "X-Request-ID",
	// Of one connection (RFC 9110 §7.6.1), or the engine's to write.
	"Connection", "Keep-Alive", "TE", "Trailer", "Transfer-Encoding", "Upgrade", "Content-Length", "Host", "Expect",
	"HTTP2-Settings", "Proxy-Connection", "Proxy-Authenticate", "Proxy-Authorization", "Proxy-Authentication-Info",
	// Where the request comes from: rebuilt. Names that begin with X-Forwarded- are dropped in class.
	"Forwarded", "X-Real-IP", "X-Client-IP", "True-Client-IP", "CF-Connecting-IP", "X-Cluster-Client-IP",
	// Would make some upstreams serve another path or method than the one allowed.
	"X-Original-URL", "X-Rewrite-URL", "X-HTTP-Method", "X-HTTP-Method-Override", "X-Method-Override",
	// Claims about a client certificate, which only the gateway can verify.
	"X-Client-Cert", "X-SSL-Cert", "X-SSL-Client-Cert", "X-SSL-Client-DN", "X-SSL-Client-Verify", "Client-Cert", "Client-Cert-Chain",
)

// names is a set of header names by length: for a dozen names a comparison
// beats hashing, and most lengths have none. Most names that are not in the set
// are told by their first letter already.
type names []sameLength

type sameLength struct {
	first uint32 // a bit for each first letter, upper and lower case alike
	all   []string
}

func byLength(list ...string) names {
	longest := 0
	for _, n := range list {
		longest = max(longest, len(n))
	}
	set := make(names, longest+2) // the last one stays empty, for all that is longer
	for _, n := range list {
		s := &set[len(n)]
		s.first |= firstLetter(n)
		s.all = append(s.all, n)
	}
	return set
}

func firstLetter(name string) uint32 { return 1 << (name[0] & 0x1f) }

func (s names) has(name string) bool {
	for _, n := range s.like(name) {
		if http1.EqualFold(name, n) {
			return true
		}
	}
	return false
}

// like lists what name may be equal to.
func (s names) like(name string) []string {
	same := &s[min(len(name), len(s)-1)]
	if len(same.all) == 0 || same.first&firstLetter(name) == 0 {
		return nil
	}
	return same.all
}

// dropNamedByConnection drops what the sender marked as meant for the next hop
// only (RFC 9110 §7.6.1).
func (r *received) dropNamedByConnection(h http1.Header) {
	for i := range h {
		if !http1.EqualFold(h[i].Name, "Connection") {
			continue
		}
		for option := range strings.SplitSeq(h[i].Value, ",") {
			option = strings.Trim(option, " \t")
			for j := range h {
				if http1.EqualFold(h[j].Name, option) {
					r.dropField(j)
				}
			}
		}
	}
}

// check refuses a field that must be single and is not: whichever of two values
// the gateway took, the sender or the upstream could mean the other.
func (r *received) check() error {
	if r.clientIDs > 1 || r.profileIDs > 1 || r.authorizations > 1 {
		return malformed("Send X-Client-ID, X-Profile-ID and Authorization once each.")
	}
	return nil
}

func malformed(detail string) *problem.Problem {
	p := problem.New("request_malformed")
	p.Detail = detail
	return p
}

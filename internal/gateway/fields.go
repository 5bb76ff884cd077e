package gateway

import (
	"strings"

	"gatehouse/internal/http1"
	"gatehouse/internal/problem"
)

// received is what the steps need of a request's header fields. The fields are
// looked at once, in receive, so that forwarding needs no second look at the
// names.
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
	connection          bool // there are Connection fields

	bytes  int      // names and values together
	drop   fieldSet // what does not go to the upstream
	trace  fieldSet // goes only where there is a trace to go on with
	cookie fieldSet
	shown  fieldSet // the request log may keep the value
}

// maxFields is the most header fields a request may have.
const maxFields = 100

// fieldSet has a bit for each field of a request.
type fieldSet [2]uint64

func (s *fieldSet) add(i int) {
	if i < 64*len(s) { // further ones are refused, and shown by name only
		s[i>>6&1] |= 1 << (i & 63)
	}
}

func (s *fieldSet) has(i int) bool { return i < 64*len(s) && s[i>>6&1]&(1<<(i&63)) != 0 }

// read classes every field. What the gateway writes itself, what concerns one
// connection only, and what some upstreams take for another path, method or
// client than the one decided on, is dropped by its folded name: CGI, WSGI and
// their heirs cannot tell X_Client_ID from X-Client-ID.
func (r *received) read(h http1.Header, all names) {
	for i := range h {
		f := &h[i]
		r.bytes += len(f.Name) + len(f.Value)
		k, exact := all.find(f.Name)
		switch {
		case k == nil:
			if isForwarded(f.Name) {
				r.drop.add(i)
			}
			continue
		case k.stays:
			r.drop.add(i)
		case k.role == traceparentRole || k.role == tracestateRole:
			r.trace.add(i)
		}
		if exact {
			r.note(k.role, f.Value, i)
			if k.shown {
				r.shown.add(i)
			}
		}
	}
}

// note keeps a field's value where a step needs it.
func (r *received) note(as role, value string, i int) {
	switch as {
	case clientIDRole:
		r.clientID = value
		r.clientIDs++
	case profileIDRole:
		r.profileID = value
		r.profileIDs++
	case authorizationRole:
		r.authorization = value
		r.authorizations++
	case requestIDRole:
		r.requestID = value
	case traceparentRole:
		r.traceparent = value
		r.traceparents++
	case originRole:
		r.origin = value
	case preflightRole:
		r.preflightMethod = value
	case userAgentRole:
		r.userAgent = value
	case cookieRole:
		r.cookie.add(i)
	case connectionRole:
		r.connection = true
	case noRole, tracestateRole:
	}
}

// isForwarded knows the names that tell where a request comes from.
func isForwarded(name string) bool {
	const prefix = "X-Forwarded-"
	return len(name) > len(prefix) && http1.EqualManaged(name[:len(prefix)], prefix)
}

// staysBehind reports whether no field of a trailer section with that name goes
// on to the other side as it came.
func staysBehind(name string) bool {
	k, _ := builtIn.find(name)
	return k != nil && (k.stays || k.role == cookieRole) || isForwarded(name)
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
					r.drop.add(j)
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

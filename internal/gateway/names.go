package gateway

import "gatehouse/internal/http1"

// role is what a field of exactly this name is to the steps.
type role uint8

const (
	noRole role = iota
	clientIDRole
	profileIDRole
	authorizationRole
	requestIDRole
	traceparentRole
	tracestateRole
	originRole
	preflightRole
	userAgentRole
	cookieRole
	connectionRole
)

// says is whose word a field of an answer is.
type says uint8

const (
	upstreamSays   says = iota
	gatewaySays         // always ours
	limitsSay           // ours where a limit had a say
	corsSays            // ours where the collection lists origins
	maybeOwnCookie      // the upstream's, but for our own cookies
	connectionSays      // of one connection only
)

// known is all that there is to know about a header name.
type known struct {
	name   string
	role   role
	stays  bool // in a request: it does not go on as it came, and neither do look-alikes
	shown  bool // the request log may keep its value
	answer says
}

// names finds what is known of a name. A request has some thirty fields on its
// ways in and out, so each is found by one look into a sparse table, by a hash
// of three of its letters. Look-alikes (see [http1.EqualManaged]) are found
// too, since some upstreams cannot tell them apart.
type names []known

// find returns what is known of a name, or nil. Not exact is a look-alike.
func (t names) find(name string) (k *known, exact bool) {
	if name == "" {
		return nil, false
	}
	mask := len(t) - 1
	for i := nameHash(name) & mask; t[i].name != ""; i = (i + 1) & mask {
		k = &t[i]
		switch {
		case k.name == name:
			return k, true
		case http1.EqualManaged(k.name, name):
			return k, http1.EqualFold(k.name, name)
		}
	}
	return nil, false
}

// is returns what is known of exactly this name, in whatever case.
func (t names) is(name string) *known {
	if k, exact := t.find(name); exact {
		return k
	}
	return &unknown
}

var unknown known

func nameHash(name string) int {
	last := len(name) - 1
	return len(name) + 5*int(http1.FoldManaged(name[0])) + 23*int(http1.FoldManaged(name[len(name)/2])) + 59*int(http1.FoldManaged(name[last]))
}

// newNames is the table of the built-in names, and of those more whose values the
// request log may keep as well. Credentials stay hidden.
func newNames(more []string) names {
	list := append(passable(), requestOnly()...)
	for _, n := range shownAnyway {
		list = append(list, known{name: n, shown: true})
	}
	for _, n := range more {
		list = append(list, known{name: n, shown: true})
	}
	for _, n := range neverShown {
		list = append(list, known{name: n})
	}
	size := 256
	for size < 4*len(list) {
		size *= 2
	}
	t := make(names, size)
	for _, k := range list {
		t.add(k)
	}
	for _, n := range neverShown {
		k, _ := t.find(n)
		k.shown = false
	}
	return t
}

// add puts k to what is known of the name already.
func (t names) add(k known) {
	if k.name == "" {
		return
	}
	k.stays = k.stays || isForwarded(k.name)
	if http1.IsHopByHop(k.name) {
		k.answer = connectionSays
	}
	old, exact := t.find(k.name)
	if exact {
		old.role, old.answer = max(old.role, k.role), max(old.answer, k.answer)
		old.stays, old.shown = old.stays || k.stays, old.shown || k.shown
		return
	}
	if old != nil { // an operator's spelling of a name that is not quite this one
		return
	}
	i := nameHash(k.name) & (len(t) - 1)
	for t[i].name != "" {
		i = (i + 1) & (len(t) - 1)
	}
	t[i] = k
}

// builtIn is what every gateway knows.
var builtIn = newNames(nil)

// passable are the names with a role that go on, or are an answer's.
func passable() []known {
	return []known{
		{name: "Traceparent", role: traceparentRole},
		{name: "Tracestate", role: tracestateRole},
		{name: "Origin", role: originRole},
		{name: "Access-Control-Request-Method", role: preflightRole},
		{name: "User-Agent", role: userAgentRole},
		{name: "Cookie", role: cookieRole},
		{name: "Set-Cookie", answer: maybeOwnCookie},
		{name: "X-Request-ID", answer: gatewaySays},
		{name: "RateLimit", answer: limitsSay},
		{name: "RateLimit-Policy", answer: limitsSay},
		{name: "Access-Control-Allow-Origin", answer: corsSays},
		{name: "Access-Control-Allow-Methods", answer: corsSays},
		{name: "Access-Control-Allow-Headers", answer: corsSays},
		{name: "Access-Control-Allow-Credentials", answer: corsSays},
		{name: "Access-Control-Max-Age", answer: corsSays},
		{name: "Access-Control-Expose-Headers", answer: corsSays},
	}
}

// requestOnly are the names that stay behind, by role first.
func requestOnly() []known {
	list := []known{
		// Identity and credentials: written anew as verified values, or not at all.
		{name: "X-Client-ID", role: clientIDRole},
		{name: "X-Profile-ID", role: profileIDRole},
		{name: "Authorization", role: authorizationRole},
		{name: "X-Request-ID", role: requestIDRole},
		{name: "Connection", role: connectionRole},
	}
	for _, n := range []string{
		// Of one connection (RFC 9110 §7.6.1), or the engine's to write.
		"Keep-Alive", "TE", "Trailer", "Transfer-Encoding", "Upgrade", "Content-Length", "Host", "Expect",
		"HTTP2-Settings", "Proxy-Connection", "Proxy-Authenticate", "Proxy-Authorization", "Proxy-Authentication-Info",
		// Where the request comes from: rebuilt. Names that begin with X-Forwarded- are dropped in fields.go.
		"Forwarded", "X-Real-IP", "X-Client-IP", "True-Client-IP", "CF-Connecting-IP", "X-Cluster-Client-IP",
		// Would make some upstreams serve another path or method than the one allowed.
		"X-Original-URL", "X-Rewrite-URL", "X-HTTP-Method", "X-HTTP-Method-Override", "X-Method-Override",
		// Claims about a client certificate, which only the gateway can verify.
		"X-Client-Cert", "X-SSL-Cert", "X-SSL-Client-Cert", "X-SSL-Client-DN", "X-SSL-Client-Verify", "Client-Cert", "Client-Cert-Chain",
	} {
		list = append(list, known{name: n})
	}
	for i := range list {
		list[i].stays = true
	}
	return list
}

// shownAnyway are the names whose values the request log keeps. Values are shown
// by allow-list and not hidden by deny-list, because a header that nobody
// thought of is the one with the secret in it.
var shownAnyway = []string{
	"Accept", "Accept-Encoding", "Accept-Language", "Accept-Ranges", "Age", "Allow", "Cache-Control", "Connection",
	"Content-Encoding", "Content-Language", "Content-Length", "Content-Range", "Content-Type", "Date", "ETag", "Expect",
	"Expires", "Host", "If-Match", "If-Modified-Since", "If-None-Match", "If-Unmodified-Since", "Last-Modified", "Origin",
	"Range", "RateLimit", "RateLimit-Policy", "Retry-After", "Server", "TE", "Traceparent", "Transfer-Encoding", "Upgrade",
	"User-Agent", "Vary", "Via", "WWW-Authenticate", "X-Client-ID", "X-Profile-ID", "X-Request-ID",
	"Access-Control-Request-Method", "Access-Control-Request-Headers", "Access-Control-Allow-Origin",
	"Access-Control-Allow-Methods", "Access-Control-Allow-Headers", "Access-Control-Max-Age",
}

var neverShown = []string{"Authorization", "Proxy-Authorization", "Cookie", "Set-Cookie"}

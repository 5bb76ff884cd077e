package gateway

import (
	"strings"

	"gatehouse/internal/http1"
	"gatehouse/internal/problem"
)

// rewrite is step 9: it makes the call as the upstream will see it. The path
// depends on the target and is made in forward.
func rewrite(x *Exchange) error {
	col := x.collection
	if err := col.Refusal(); err != nil {
		p := problem.New("config_invalid")
		p.Cause = err
		return p
	}
	c := &x.call
	c.Method, c.Query, c.ContentLength, c.Trailer = x.req.Method, x.req.Query, x.req.ContentLength, x.trailer()
	c.ConnectTimeout, c.HeaderTimeout, c.IdleTimeout = col.ConnectTimeout, col.HeaderTimeout, col.IdleTimeout
	c.Canceler = x.down.Canceler()
	c.Upgrade = ""
	if x.wantsWebSocket() {
		c.Upgrade = "websocket"
	}
	x.out = x.appendPassedOn(x.out[:0])
	x.out = x.appendVerified(x.out)
	if cred := col.Credential; cred != nil {
		x.out.DelManaged(cred.Header)
		x.out.Add(cred.Header, cred.Value.Reveal())
	}
	c.Header = x.out
	return nil
}

// wantsWebSocket reports whether the request asks for a WebSocket where the
// endpoint allows one (RFC 6455 §4.1). Everywhere else, and for every other
// protocol, the wish is dropped and the request goes on without it.
func (x *Exchange) wantsWebSocket() bool {
	return x.endpoint.WebSocket && x.req.Upgrade && x.req.Method == "GET" && x.req.Major < 2 &&
		x.req.ContentLength == 0 && http1.EqualFold(x.req.Header.Get("Upgrade"), "websocket")
}

// appendPassedOn adds the partner's fields that go on as they came.
func (x *Exchange) appendPassedOn(h http1.Header) http1.Header {
	keepTrace := x.fields.traceparents == 1 && validTraceparent(x.fields.traceparent)
	for i := range x.req.Header {
		f := x.req.Header[i]
		switch {
		case x.fields.drop.has(i), !keepTrace && x.fields.trace.has(i):
			continue
		case x.fields.cookie.has(i):
			if f.Value = withoutOwnCookies(f.Value); f.Value == "" {
				continue
			}
		}
		h = append(h, f)
	}
	if !keepTrace {
		start := len(x.text)
		x.text = appendTraceparent(x.text)
		h.Add("Traceparent", x.text.since(start))
	}
	return h
}

// appendVerified adds what the gateway vouches for.
func (x *Exchange) appendVerified(h http1.Header) http1.Header {
	addr, proto, host := x.addrText(), x.scheme(), x.forwardedHost()
	h = append(h,
		http1.Field{Name: "X-Client-ID", Value: x.client.ID()},
		http1.Field{Name: "X-Profile-ID", Value: x.profile.Name()},
		http1.Field{Name: "X-Request-ID", Value: x.id},
		http1.Field{Name: "X-Forwarded-For", Value: addr},
		http1.Field{Name: "X-Forwarded-Proto", Value: proto})
	if host != "" {
		h.Add("X-Forwarded-Host", host)
	}
	h.Add("Forwarded", x.forwarded(addr, proto, host))
	h.Add("Via", x.via())
	return h
}

// scheme is how the partner spoke to the edge: to a trusted proxy, if there is one.
func (x *Exchange) scheme() string {
	if x.viaProxy {
		if p := x.req.Header.Get("X-Forwarded-Proto"); p == "http" || p == "https" {
			return p
		}
	}
	if x.req.TLS != nil {
		return "https"
	}
	return "http"
}

// forwardedHost is the host that the partner asked for.
func (x *Exchange) forwardedHost() string {
	if x.viaProxy {
		if h := x.req.Header.Get("X-Forwarded-Host"); h != "" && !strings.ContainsAny(h, "\",; \t\\") {
			return h
		}
	}
	return x.req.Host
}

// forwarded is the Forwarded field (RFC 7239). IPv6 addresses and hosts with a
// port must be quoted; quoting all of them is allowed and simpler.
func (x *Exchange) forwarded(addr, proto, host string) string {
	start := len(x.text)
	b := append(x.text, "for="...)
	if x.clientIP.Is6() {
		b = append(append(append(b, `"[`...), addr...), `]"`...)
	} else {
		b = append(b, addr...)
	}
	if host != "" {
		b = append(append(append(b, `;host="`...), host...), '"')
	}
	x.text = append(append(b, ";proto="...), proto...)
	return x.text.since(start)
}

// addrText is the client's address as text.
func (x *Exchange) addrText() string {
	start := len(x.text)
	x.text = x.clientIP.AppendTo(x.text)
	return x.text.since(start)
}

// via names us and the version we received (RFC 9110 §7.6.3).
func (x *Exchange) via() string {
	switch {
	case x.req.Major == 2:
		return "2.0 gatehouse"
	case x.req.Minor == 0:
		return "1.0 gatehouse"
	default:
		return "1.1 gatehouse"
	}
}

// trailer filters the request's trailer section like its header section: what
// is verified in one must not be claimed in the other.
func (x *Exchange) trailer() func() http1.Header {
	inner := x.req.Trailer
	if inner == nil {
		return nil
	}
	return func() http1.Header { return passableTrailer(inner()) }
}

func passableTrailer(h http1.Header) http1.Header {
	out := make(http1.Header, 0, len(h))
	for _, f := range h {
		if !staysBehind(f.Name) {
			out = append(out, f)
		}
	}
	return out
}

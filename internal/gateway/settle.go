package gateway

import (
	"strings"
	"time"

	"gatehouse"
	"gatehouse/internal/http1"
)

// settle is step 11 and always runs: it ends the watch, fills the record for
// the request log and counts.
func settle(x *Exchange) {
	x.stream.stop()
	r := &x.record
	r.Latency = time.Since(x.start)
	x.fillRecord(r)
	x.g.metrics.count(r)
	x.g.log(r)
}

func (x *Exchange) fillRecord(r *gatehouse.RequestRecord) {
	r.ID, r.At = x.id, x.start
	r.Method, r.Path = x.req.Method, x.loggedPath()
	r.Status, r.Code, r.Step = x.status, x.code, ""
	if x.code != "" {
		r.Step = x.step
	}
	r.Upstream = x.upstream
	r.BytesIn, r.BytesOut = x.body.bytes()+x.received, x.sent
	r.ClientIP, r.UserAgent = x.clientIP, x.fields.userAgent
	r.Source, r.ConfigVersion = gatehouse.SourceGateway, x.g.version()
	if x.inproc != nil {
		r.Source = x.inproc.Source
	}
	if x.collection != nil {
		r.Collection = x.collection.Name
	}
	if x.endpoint != nil {
		r.Endpoint = x.endpoint.Path
	}
	x.fillCaller(r)
	r.QueryNames = appendQueryNames(r.QueryNames, x.req.Query)
	r.RequestHeaders = x.g.appendShown(r.RequestHeaders, x.req.Header)
	r.ResponseHeaders = x.g.appendShown(r.ResponseHeaders, x.head)
}

// fillCaller names the caller. One that was never proven is named only when a
// client of that id exists, so that nobody can fill the log with inventions.
func (x *Exchange) fillCaller(r *gatehouse.RequestRecord) {
	client, profile := x.client, x.profile
	r.ClientVerified = client != nil
	if client == nil && x.fields.clientIDs == 1 && x.fields.clientID != "" {
		if client = x.g.directory.Find(x.fields.clientID); client != nil {
			profile = client.Profile(x.fields.profileID)
		}
	}
	if client != nil {
		r.ClientID, r.ClientName = client.ID(), client.Name()
	}
	if profile != nil {
		r.ProfileID, r.ProfileName = profile.ID(), profile.Name()
	}
}

// loggedPath is the canonical path, or what a path that was refused looked like,
// without anything that could not be shown.
func (x *Exchange) loggedPath() string {
	if x.path != "" {
		return x.path
	}
	const most = 1024
	return strings.ToValidUTF8(x.req.Path[:min(len(x.req.Path), most)], "\uFFFD")
}

// appendQueryNames lists the parameter names in order, without their values and
// as they came. A name that is overlong is more likely a value.
func appendQueryNames(names []string, query string) []string {
	const mostNames, longest = 50, 100
	query = strings.TrimPrefix(query, "?")
	for query != "" && len(names) < mostNames {
		var pair string
		pair, query, _ = strings.Cut(query, "&")
		name, _, hasValue := strings.Cut(pair, "=")
		if name != "" && len(name) <= longest && hasValue {
			names = append(names, name)
		}
	}
	return names
}

// appendShown lists all names, and the values of the allow-list. Values are
// shown by allow-list and not hidden by deny-list, because a header that nobody
// thought of is the one with the secret in it.
func (g *Gateway) appendShown(fields []gatehouse.HeaderField, h http1.Header) []gatehouse.HeaderField {
	for i := range h {
		f := gatehouse.HeaderField{Name: h[i].Name}
		if g.shown.has(f.Name) {
			f.Value, f.Shown = h[i].Value, true
		}
		fields = append(fields, f)
	}
	return fields
}

// shownHeaders is the allow-list with what an operator adds. Credentials can
// not be added.
func shownHeaders(more []string) names {
	list := []string{
		"Accept", "Accept-Encoding", "Accept-Language", "Accept-Ranges", "Age", "Allow", "Cache-Control", "Connection",
		"Content-Encoding", "Content-Language", "Content-Length", "Content-Range", "Content-Type", "Date", "ETag", "Expect",
		"Expires", "Host", "If-Match", "If-Modified-Since", "If-None-Match", "If-Unmodified-Since", "Last-Modified", "Origin",
		"Range", "RateLimit", "RateLimit-Policy", "Retry-After", "Server", "TE", "Traceparent", "Transfer-Encoding", "Upgrade",
		"User-Agent", "Vary", "Via", "WWW-Authenticate", "X-Client-ID", "X-Profile-ID", "X-Request-ID",
		"Access-Control-Request-Method", "Access-Control-Request-Headers", "Access-Control-Allow-Origin",
		"Access-Control-Allow-Methods", "Access-Control-Allow-Headers", "Access-Control-Max-Age",
	}
	for _, name := range more {
		if !neverShown.has(name) {
			list = append(list, name)
		}
	}
	return byLength(list...)
}

var neverShown = byLength("Authorization", "Proxy-Authorization", "Cookie", "Set-Cookie")

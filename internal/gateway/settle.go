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
	x.g.metrics.count(x.shard, r)
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
	r.RequestHeaders = appendShown(r.RequestHeaders, x.req.Header, &x.fields.shown)
	r.ResponseHeaders = appendShown(r.ResponseHeaders, x.head[:x.passed], &x.shown)
	for _, own := range x.head[x.passed:] {
		r.ResponseHeaders = append(r.ResponseHeaders, gatehouse.HeaderField{Name: own.Name, Value: own.Value, Shown: true})
	}
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

// appendShown lists all names, and the values of those that may be shown.
func appendShown(fields []gatehouse.HeaderField, h http1.Header, shown *fieldSet) []gatehouse.HeaderField {
	for i := range h {
		f := gatehouse.HeaderField{Name: h[i].Name}
		if shown.has(i) {
			f.Value, f.Shown = h[i].Value, true
		}
		fields = append(fields, f)
	}
	return fields
}

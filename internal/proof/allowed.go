package proof

import (
	"context"
	"net/http"
	"strings"

	"golang.org/x/sync/errgroup"

	"gatehouse"
	"gatehouse/internal/gateway"
	"gatehouse/internal/routing"
)

// validCredentials calls one endpoint of each collection with access.
func (r *run) validCredentials(ctx context.Context) []Check {
	checks := make([]Check, len(r.Collections))
	var calls errgroup.Group
	calls.SetLimit(collectionsAtATime)
	for i, c := range r.Collections {
		calls.Go(func() error {
			checks[i] = r.validCall(ctx, c)
			return nil
		})
	}
	_ = calls.Wait() // a check that fails is no error
	if len(checks) == 0 {
		return []Check{skipped(Check{Name: Valid, Expected: "200"}, "The client has no access to any collection.")}
	}
	return checks
}

func (r *run) validCall(ctx context.Context, of gatehouse.Collection) Check {
	check := Check{Name: Valid, Collection: of.Name, Expected: "200"}
	served := r.table.ByID(of.ID)
	if served == nil {
		return skipped(check, "The collection is not published.")
	}
	e := pick(served, r.profile.Methods())
	switch {
	case e == nil:
		return skipped(check, "The collection has no endpoint that this profile may call with its methods, WebSockets aside.")
	case !safe(e.Method) && !hasExample(e):
		return skipped(check, "The endpoints that this profile may call change something, and none has an example to send.")
	}
	check, answer := r.call(ctx, check, r.exampleRequest(served, e))
	return r.judge(check, answer, e)
}

// judge decides a call that should work. That the upstream fails is told
// apart from the gateway's refusal: the partner's credentials are fine then.
func (r *run) judge(c Check, answer gateway.Response, e *routing.Endpoint) Check {
	call := e.Method + " " + e.Path
	switch {
	case answer.Code == "" && answer.Status >= 200 && answer.Status < 300:
		c.Passed, c.Reason = true, ""
	case answer.Status == 499:
		c.Reason = "Credentials are fine, but the answer to " + call + " took longer than ten seconds."
	case answer.Code == "" && !complete(e):
		c.Skipped = true
		c.Reason = "Credentials are fine: the gateway let the request through. What the upstream answered proves nothing, because " + call + " has no example of its path."
	case answer.Code == "":
		c.Reason = "Credentials are fine: the gateway let the request through. The upstream itself answered the example of " + call + " with this status."
	case answer.Step == "forward":
		c.Reason = "Credentials are fine: the gateway let the request through. The upstream failed: " + explain(answer)
	default:
		c.Reason = "The gateway refused: " + explain(answer)
	}
	return c
}

// exampleRequest is a call of an endpoint with its example.
func (r *run) exampleRequest(c *routing.Collection, e *routing.Endpoint) gateway.InProcess {
	in := r.request(e.Method, pathOf(c, e))
	in.Query, in.Body = strings.TrimPrefix(e.Example.Query, "?"), []byte(e.Example.Body)
	for name, value := range e.Example.Headers {
		if !own(name) {
			in.Header.Add(name, value)
		}
	}
	if len(in.Body) > 0 && !in.Header.Has("Content-Type") {
		in.Header.Add("Content-Type", "application/json")
	}
	return in
}

// own are the fields of a request that the proof decides. An example that
// sets them would be proving itself.
func own(name string) bool {
	switch http.CanonicalHeaderKey(strings.ReplaceAll(name, "_", "-")) {
	case "X-Client-Id", "X-Profile-Id", "Authorization", "Content-Length", "Transfer-Encoding", "Connection", "Upgrade", "Expect", "Host":
		return true
	}
	return false
}

// pick is the endpoint to call: one that only reads before one that changes
// something, one with an example before one without. Nil when the profile may
// call none.
func pick(c *routing.Collection, methods gatehouse.MethodSet) *routing.Endpoint {
	var best *routing.Endpoint
	for _, e := range c.Endpoints {
		if !e.WebSocket && methods.Has(e.Method) && (best == nil || rank(e) > rank(best)) {
			best = e
		}
	}
	return best
}

func rank(e *routing.Endpoint) (n int) {
	for i, good := range []bool{e.Method == "GET", complete(e), safe(e.Method) || hasExample(e)} {
		if good {
			n += 1 << i
		}
	}
	return n
}

func safe(method string) bool { return method == "GET" || method == "HEAD" || method == "OPTIONS" }

// hasExample reports whether somebody gave the endpoint a request to send.
func hasExample(e *routing.Endpoint) bool {
	x := e.Example
	return complete(e) && (len(x.PathParameters) > 0 || x.Query != "" || len(x.Headers) > 0 || x.Body != "")
}

// complete reports whether the example has a value for each parameter of the
// path.
func complete(e *routing.Endpoint) bool {
	t, _ := gatehouse.ParseTemplate(e.Path)
	for _, s := range t.Segments {
		if s.Parameter != "" && e.Example.PathParameters[s.Parameter] == "" {
			return false
		}
	}
	return !t.Wildcard || e.Example.PathParameters["*"] != ""
}

// pathOf is an endpoint's path with its example's values. A parameter without
// one stands for itself.
func pathOf(c *routing.Collection, e *routing.Endpoint) string {
	t, _ := gatehouse.ParseTemplate(e.Path)
	var b strings.Builder
	b.WriteString(strings.TrimSuffix(c.BasePath, "/"))
	for _, s := range t.Segments {
		value := s.Literal
		if s.Parameter != "" {
			if value = e.Example.PathParameters[s.Parameter]; value == "" {
				value = s.Parameter
			}
		}
		b.WriteString("/" + escapeSegment(value))
	}
	switch {
	case t.Wildcard:
		b.WriteString("/" + routing.EscapePath(strings.TrimPrefix(e.Example.PathParameters["*"], "/")))
	case t.Slash || b.Len() == 0:
		b.WriteString("/")
	}
	return b.String()
}

// escapeSegment encodes one segment; a slash in it is encoded too, which the
// gateway will refuse, rather than making two segments of one.
func escapeSegment(s string) string {
	return strings.ReplaceAll(routing.EscapePath(s), "/", "%2F")
}

package gateway

import (
	"net/http"
	"strings"

	"gatehouse"
	"gatehouse/internal/http1"
)

// exposed are the response headers that a script of a listed origin may read.
const exposed = "X-Request-ID, RateLimit, RateLimit-Policy, Retry-After, WWW-Authenticate, Allow"

// isPreflight knows a browser's question before a call (Fetch standard).
func (x *Exchange) isPreflight() bool {
	return x.req.Method == http.MethodOptions && x.fields.preflightMethod != ""
}

// answerPreflight allows every method and the headers asked for, whatever the
// path: which endpoints exist is nothing that an unknown caller may learn. The
// call that follows meets all the checks.
func (x *Exchange) answerPreflight() error {
	h := http1.Header{
		{Name: "X-Request-ID", Value: x.id},
		{Name: "Access-Control-Allow-Methods", Value: strings.Join(gatehouse.Methods, ", ")},
		{Name: "Access-Control-Allow-Headers", Value: preflightHeaders(x.req.Header.Get("Access-Control-Request-Headers"))},
		{Name: "Access-Control-Max-Age", Value: "600"},
	}
	h = x.appendOrigin(h)
	h = append(h, http1.Field{Name: "Vary", Value: "Access-Control-Request-Method, Access-Control-Request-Headers"})
	x.status, x.head = http.StatusNoContent, h
	if err := x.writeHead(0); err != nil {
		return err
	}
	return errAnswered
}

// preflightHeaders echoes the names asked for, when they are names.
func preflightHeaders(asked string) string {
	const always = "Authorization, Content-Type, X-Client-ID, X-Profile-ID"
	if asked == "" || len(asked) > 1024 {
		return always
	}
	for name := range strings.SplitSeq(asked, ",") {
		if !isToken(strings.Trim(name, " \t")) {
			return always
		}
	}
	return asked
}

func isToken(s string) bool {
	return s != "" && strings.Trim(s, "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ") == ""
}

// appendCORS adds what a browser needs to let a script of a listed origin see
// the answer. The answer differs by origin, so caches must know.
func (x *Exchange) appendCORS(h http1.Header) http1.Header {
	if x.collection == nil || len(x.collection.Origins) == 0 {
		return h
	}
	if x.origin == "" {
		return append(h, http1.Field{Name: "Vary", Value: "Origin"})
	}
	return append(x.appendOrigin(h), http1.Field{Name: "Access-Control-Expose-Headers", Value: exposed})
}

func (x *Exchange) appendOrigin(h http1.Header) http1.Header {
	return append(h,
		http1.Field{Name: "Access-Control-Allow-Origin", Value: x.origin},
		http1.Field{Name: "Vary", Value: "Origin"})
}

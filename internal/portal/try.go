package portal

import (
	"context"
	"encoding/base64"
	"net/http"
	"strings"
	"time"
	"unicode/utf8"

	"gatehouse"
	"gatehouse/internal/gateway"
	"gatehouse/internal/http1"
	"gatehouse/internal/manage"
	"gatehouse/internal/rest"
)

// Bounds of a try-it call.
const (
	maxTryBody    = 1 << 20
	maxTryRequest = maxTryBody*4/3 + 64<<10 // a body in base64, and the rest
	maxShown      = 2 << 20                 // of an answer, in the page
	maxKept       = 16 << 20                // of an answer, for a download
	tryTimeout    = 30 * time.Second
	tryLife       = 15 * time.Minute // of a try-it token
)

// tryJSON names an operation and what to send. It never names an address: where
// a call goes is for the gateway to know.
type tryJSON struct {
	Collection   string            `json:"collection" doc:"Name of the collection." example:"shipments"`
	OperationID  string            `json:"operation_id" doc:"Id of the operation."`
	Profile      string            `json:"profile" doc:"Name or id of the profile to call with." example:"acme-corp-standard"`
	Path         map[string]string `json:"path,omitempty" doc:"Values of the path's parameters; * is the rest of the path."`
	Query        []headerJSON      `json:"query,omitempty" doc:"Query parameters in their order."`
	Escaped      bool              `json:"escaped,omitempty" doc:"What stands in path and query is percent-encoded already and goes on as it is, so that the delimiters of a list differ from its items."`
	Headers      []headerJSON      `json:"headers,omitempty" doc:"Beside those of every call, which are set here."`
	Body         string            `json:"body,omitempty" doc:"At most 1 MiB."`
	BodyEncoding string            `json:"body_encoding,omitempty" enum:"text,base64" doc:"How body is written; text when left out."`
	Token        string            `json:"token,omitempty" writeOnly:"true" doc:"A real token to test, or one of POST /try/token; left out: the session vouches for the profile."`
}

// answeredJSON is what became of a try-it call.
type answeredJSON struct {
	Status       int           `json:"status" doc:"HTTP status of the answer; 499: it was given up." example:"200"`
	StatusText   string        `json:"status_text" doc:"Its name." example:"OK"`
	Headers      []headerJSON  `json:"headers" doc:"All header fields of the answer."`
	Body         *string       `json:"body" doc:"What is shown of the body: at most 2 MiB; null: none."`
	BodyEncoding *string       `json:"body_encoding" enum:"text,base64" doc:"How body is written; base64 for what is no text."`
	ContentType  *string       `json:"content_type" doc:"As the answer says; never to be rendered."`
	Bytes        int           `json:"bytes" doc:"Length of the body that was kept."`
	Truncated    bool          `json:"truncated" doc:"More came than is shown."`
	Download     *downloadJSON `json:"download" doc:"Where the whole body is; null: all of it is shown as text."`
	Timing       timingJSON    `json:"timing" doc:"Where the time went."`
	RequestID    string        `json:"request_id" doc:"Of the call, as in the request log."`
	Request      sentJSON      `json:"request" doc:"What was sent."`
	Code         *string       `json:"code" doc:"Problem code; null: the API behind answered."`
	Step         *string       `json:"step" doc:"The check that refused; null: none did."`
	Reason       *string       `json:"reason" doc:"The refusal in words."`
	Fix          *string       `json:"fix" doc:"What to do about it."`
	Decision     []checkJSON   `json:"decision" doc:"What the gateway checked, in order."`
	Limits       []limitJSON   `json:"limits" doc:"What is left afterwards."`
	TimedOut     bool          `json:"timed_out" doc:"The call was given up after 30 seconds."`
	YourAddress  *string       `json:"your_address" doc:"Where the call came from."`
	Curl         string        `json:"curl" doc:"The same call for a shell, with the token from $GATEWAY_TOKEN."`
}

type timingJSON struct {
	TotalMS    float64 `json:"total_ms" doc:"All of it."`
	GatewayMS  float64 `json:"gateway_ms" doc:"Without waiting for the head of the answer from behind."`
	UpstreamMS float64 `json:"upstream_ms" doc:"Waiting for that."`
}

type sentJSON struct {
	Method  string       `json:"method" doc:"Request method." example:"GET"`
	URL     string       `json:"url" doc:"The whole URL."`
	Headers []headerJSON `json:"headers" doc:"All header fields; the credential stands as $GATEWAY_TOKEN."`
}

func (a *api) try(ctx context.Context, in *struct{ Body rest.Body[tryJSON] }) (*rest.Answer[answeredJSON], error) {
	sent, err := in.Body.Value()
	if err != nil {
		return nil, err
	}
	co, e, err := a.operation(ctx, sent.Collection, sent.OperationID)
	if err != nil {
		return nil, err
	}
	_, profile, err := a.chosen(ctx, sent.Profile)
	if err != nil {
		return nil, err
	}
	if profile == nil || sent.Profile == "" {
		return nil, gatehouse.Fields{{Pointer: "/profile", Detail: "must be the name or id of a profile"}}.Err()
	}
	if err := a.running.begin(by(ctx).Session.ID); err != nil {
		return nil, err
	}
	defer a.running.end(by(ctx).Session.ID)
	r, raw, err := sent.request(co, e)
	if err != nil {
		return nil, err
	}
	r.Header = append(identity(by(ctx).Client.ID, profile.Profile), r.Header...)
	return rest.Shown(a.send(ctx, trial{r, raw, sent.Token, *profile})), nil
}

// request is the call that is asked for, without the identity.
func (t tryJSON) request(co manage.PortalCollection, e gatehouse.Endpoint) (r request, raw []byte, err error) {
	var f gatehouse.Fields
	t.checkPath(&f, e)
	t.checkHeaders(&f)
	if !t.Escaped {
		t.Path, t.Query = escapedPath(t.Path), rest.Each(t.Query, func(p headerJSON) headerJSON { return headerJSON{escaped(p.Name), escaped(p.Value)} })
	}
	t.checkEscaped(&f)
	raw = []byte(t.Body)
	switch t.BodyEncoding {
	case "", "text":
	case "base64":
		if raw, err = base64.StdEncoding.DecodeString(t.Body); err != nil {
			f.Add("/body", "must be base64")
		}
	default:
		f.Add("/body_encoding", `must be "text" or "base64"`)
	}
	if len(raw) > maxTryBody {
		f.Add("/body", "must be at most 1 MiB; run the curl sample for larger ones")
	}
	r = request{Method: e.Method, Path: target(co, e, t.Path), Query: queryOf(t.Query), Header: t.Headers}
	if t.BodyEncoding != "base64" {
		r.Body = t.Body
	}
	return r, raw, f.Err()
}

// trial is a call that is ready to be made.
type trial struct {
	request
	raw     []byte
	token   string
	profile manage.PortalProfile
}

// send makes the call by the gateway's in-process door: the same checks, limits
// and log as for a call from outside, and no address but the person's own.
func (a *api) send(ctx context.Context, t trial) answeredJSON {
	u, from := by(ctx), rest.CallOf(ctx).From
	in := gateway.InProcess{
		Method: t.Method, Path: t.Path, Query: t.Query, Body: t.raw, Addr: from, Source: gatehouse.SourcePortal, MaxBody: maxKept,
	}
	for _, h := range t.Header {
		if h.Name != "Authorization" {
			in.Header = append(in.Header, http1.Field{Name: h.Name, Value: h.Value})
		}
	}
	if t.token == "" || a.vouchesFor(t.token, u.Session.ID, t.profile.Profile.ID, time.Now()) {
		in.Credential = &gateway.Credential{ClientID: u.Client.ID, ProfileID: t.profile.Profile.ID, ExpiresAt: time.Now().Add(tryTimeout)}
	} else {
		in.Header = append(in.Header, http1.Field{Name: "Authorization", Value: "Bearer " + t.token})
	}
	limited, cancel := context.WithTimeout(ctx, tryTimeout)
	defer cancel()
	start := time.Now()
	res := a.Call(limited, in)
	if res.Began != 0 { // a stream goes on for as long as it is read; what came of it is the answer
		res.Status, res.Code, res.Step = res.Began, "", ""
	}
	return a.answered(ctx, t, res, taken{time.Since(start), limited.Err() != nil})
}

// taken is how long a call took, and whether it was given up.
type taken struct {
	total    time.Duration
	timedOut bool
}

func (a *api) answered(ctx context.Context, t trial, res gateway.Response, took taken) answeredJSON {
	u := by(ctx)
	why := refused{code: res.Code, method: t.Method, address: u.From, profile: t.profile.Profile}
	kind := res.Header.Get("Content-Type")
	out := answeredJSON{
		Status: res.Status, StatusText: http.StatusText(res.Status), Headers: headersOf(res.Header), ContentType: rest.OptionalText(kind),
		Bytes: len(res.Body), Truncated: len(res.Body) > maxShown || res.Truncated, RequestID: res.RequestID,
		Timing:  timingJSON{rest.Milliseconds(took.total), rest.Milliseconds(took.total - res.Upstream), rest.Milliseconds(res.Upstream)},
		Request: sentJSON{t.Method, t.url(a.GatewayURL), t.Header}, Code: rest.OptionalText(res.Code), Step: rest.OptionalText(res.Step),
		Reason: rest.OptionalText(why.reason()), Fix: rest.OptionalText(why.fix()), Decision: decisionOf(res.Step, why.reason()),
		Limits: a.limitsOf(u.Client.ID, t.profile.Profile.ID), TimedOut: took.timedOut, YourAddress: rest.OptionalText(u.From), Curl: t.curl(a.GatewayURL),
	}
	text := isText(res.Body)
	if len(res.Body) > 0 {
		shown, encoding := shownBody(res.Body, text)
		out.Body, out.BodyEncoding = &shown, &encoding
	}
	if out.Truncated || len(res.Body) > 0 && !text {
		out.Download = a.downloads.keep(u.Session.ID, res.RequestID, res.Body, !res.Truncated, time.Now())
	}
	return out
}

func headersOf(h http1.Header) []headerJSON {
	out := make([]headerJSON, len(h))
	for i, f := range h {
		out[i] = headerJSON{f.Name, strings.ToValidUTF8(f.Value, "\uFFFD")}
	}
	return out
}

func isText(b []byte) bool { return utf8.Valid(b[:whole(b)]) && !strings.ContainsRune(string(b), 0) }

// whole is the length of b without a character that was cut at its end.
func whole(b []byte) int {
	for n := 1; n <= min(3, len(b)); n++ {
		if c := b[len(b)-n]; utf8.RuneStart(c) {
			if !utf8.FullRune(b[len(b)-n:]) {
				return len(b) - n
			}
			break
		}
	}
	return len(b)
}

func shownBody(b []byte, text bool) (shown, encoding string) {
	b = b[:min(len(b), maxShown)]
	if text {
		return string(b[:whole(b)]), "text"
	}
	return base64.StdEncoding.EncodeToString(b), "base64"
}

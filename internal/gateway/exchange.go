package gateway

import (
	"io"
	"net/netip"
	"time"

	"gatehouse"
	"gatehouse/internal/directory"
	"gatehouse/internal/http1"
	"gatehouse/internal/limit"
	"gatehouse/internal/problem"
	"gatehouse/internal/routing"
	"gatehouse/internal/telemetry"
)

// Exchange is one request on its way through the steps, with everything they
// find out about it. Each part says which step fills it; later steps only read
// it. Exchanges are reused, so nothing may hold on to one.
type Exchange struct {
	g       *Gateway
	shard   telemetry.Shard // where this exchange counts; it keeps it
	req     *Request
	down    Downstream
	inproc  *InProcess       // set for requests by the in-process door
	refused *problem.Problem // a fault that the door found

	start time.Time // when the head had been read
	step  string    // the step that runs, or that refused

	// receive
	fields   received
	viaProxy bool // the peer is a trusted proxy
	clientIP netip.Addr
	id       string
	path     string // canonical: matched, logged and forwarded
	table    *routing.Table
	limit    bodyLimit

	// match
	collection *routing.Collection
	rest       string // the path below the base path
	endpoint   *routing.Endpoint
	origin     string // the browser origin, when the collection lists it

	// authenticate
	client  *directory.Client
	profile *directory.Profile
	token   *directory.Token // nil where the method needs none

	// limit
	decision limit.Decision

	// validate
	source io.Reader // the body, where it was read to be checked; nil: it comes from the door

	// rewrite, forward
	call   Call
	out    http1.Header // storage of call.Header
	body   *body        // nil when the request has none
	stream *stream      // set when the exchange may take a while
	answer Answer

	// the answer to the partner
	head     http1.Header
	passed   int      // how many fields of head, the first ones, are the upstream's
	shown    fieldSet // of those, the ones whose values the request log may keep
	headSent bool
	status   int
	code     string        // problem code; empty when the upstream's answer was passed on
	upstream time.Duration // from the request's head to the answer's
	sent     int64         // bytes of body, or of a tunnel, to the partner
	received int64         // bytes of a tunnel from the partner
	record   gatehouse.RequestRecord

	text      text                             // storage of the strings made for this request
	onInterim func(status int, h http1.Header) // interim, bound once for all requests
}

func newExchange() *Exchange {
	x := &Exchange{text: make(text, 0, 1<<10), shard: telemetry.NewShard()}
	x.onInterim = x.interim
	return x
}

// begin makes a used exchange ready. Storage is kept, values are not. It is
// cleared in place, because a literal that refers to x would be made elsewhere
// and copied.
func (x *Exchange) begin(g *Gateway, req *Request, down Downstream) {
	items, out, head, text, onInterim := x.decision.Items[:0], x.out[:0], x.head[:0], x.text[:0], x.onInterim
	query, request, response := x.record.QueryNames[:0], x.record.RequestHeaders[:0], x.record.ResponseHeaders[:0]
	shard, flight := x.shard, x.call.flight
	*x = Exchange{}
	x.shard, x.call.flight = shard, flight
	x.decision.Items, x.out, x.head, x.text, x.onInterim = items, out, head, text, onInterim
	x.record.QueryNames, x.record.RequestHeaders, x.record.ResponseHeaders = query, request, response
	x.g, x.req, x.down, x.start = g, req, down, req.Received
	if x.start.IsZero() {
		x.start = time.Now()
	}
}

// end lets go of everything that a pooled exchange would keep alive.
func (x *Exchange) end() {
	clear(x.out[:cap(x.out)])
	clear(x.head[:cap(x.head)])
	x.req, x.down, x.inproc, x.refused, x.body, x.stream, x.source = nil, nil, nil, nil, nil, nil, nil
	x.call, x.answer = Call{flight: x.call.flight}, Answer{}
	x.client, x.profile, x.token, x.collection, x.endpoint, x.table = nil, nil, nil, nil, nil, nil
}

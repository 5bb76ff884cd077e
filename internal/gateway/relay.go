package gateway

import (
	"errors"
	"io"
	"net/http"

	"gatehouse/internal/http1"
)

// relayBuffer is what one body in flight costs, whatever its size.
const relayBuffer = 32 << 10

// relay passes the upstream's answer on.
func (x *Exchange) relay() error {
	a := &x.answer
	x.status = a.Status
	x.head = x.appendAnswerHead(x.head[:0])
	length := a.ContentLength
	if !x.hasBody() {
		return x.writeHead(length)
	}
	if err := x.writeHead(length); err != nil {
		return err
	}
	if length == 0 {
		return nil
	}
	if err := x.relayBody(length); err != nil {
		return err
	}
	if length == http1.Chunked && a.Trailer != nil {
		x.down.Trailer(passableTrailer(a.Trailer()))
	}
	return nil
}

// hasBody reports whether the answer has a body at all (RFC 9110 §6.4.1).
func (x *Exchange) hasBody() bool {
	return x.req.Method != http.MethodHead && x.status != http.StatusNoContent && x.status != http.StatusNotModified
}

// relayBody passes the body on, by the door's own means where it has any, and
// watches over one that may take a while. Whatever the upstream has sent so far is
// passed on before waiting for more, so an event or a line of a slow answer
// arrives when it happens. A short answer leaves together with its head.
func (x *Exchange) relayBody(length int64) error {
	if !x.answer.Whole {
		x.watch()
	}
	if down, ok := x.down.(io.ReaderFrom); ok {
		n, err := down.ReadFrom(x.answer.Body)
		x.sent += n
		return x.relayed(err)
	}
	return x.copyBody(length)
}

// relayed tells apart whose fault it is that a body broke off.
func (x *Exchange) relayed(err error) error {
	if err == nil {
		return nil
	}
	if _, ok := errors.AsType[*http1.UpstreamError](err); ok {
		return x.explain(callError(err))
	}
	return x.gone(err)
}

// copyBody copies with one buffer.
func (x *Exchange) copyBody(length int64) error {
	buf := x.g.buffers.Get().(*[]byte)
	defer x.g.buffers.Put(buf)
	if length == http1.Chunked && !x.answer.Whole {
		if err := x.down.Flush(); err != nil {
			return x.gone(err)
		}
	}
	for {
		n, err := x.answer.Body.Read(*buf)
		if n > 0 {
			if werr := x.pass((*buf)[:n], length); werr != nil {
				return werr
			}
		}
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return x.explain(err)
		}
		if x.sent == length {
			return nil
		}
	}
}

func (x *Exchange) pass(p []byte, length int64) error {
	n, err := x.down.Write(p)
	x.sent += int64(n)
	if err == nil && len(p) < relayBuffer && x.sent != length {
		err = x.down.Flush()
	}
	if err != nil {
		return x.gone(err)
	}
	return nil
}

// watch has the exchange ended when access is lost.
func (x *Exchange) watch() {
	if x.stream == nil {
		x.stream = x.newStream()
	}
	x.stream.start()
}

// appendAnswerHead takes over the upstream's fields but those that concern its
// connection or are the gateway's to say.
func (x *Exchange) appendAnswerHead(h http1.Header) http1.Header {
	a := &x.answer
	a.Header.DropNamedByConnection()
	limited, ownCORS := len(x.decision.Items) > 0, len(x.collection.Origins) > 0
	for i := range a.Header {
		f := &a.Header[i]
		k := x.g.names.is(f.Name)
		switch k.answer {
		case upstreamSays:
		case connectionSays:
			continue
		case gatewaySays:
			continue
		case limitsSay:
			if limited {
				continue
			}
		case corsSays:
			if ownCORS {
				continue
			}
		case maybeOwnCookie:
			if setsOwnCookie(f.Value) {
				continue
			}
		}
		if k.shown {
			x.shown.add(len(h))
		}
		h = append(h, *f)
	}
	x.passed = len(h)
	h = append(h, http1.Field{Name: "X-Request-ID", Value: x.id}, http1.Field{Name: "Via", Value: "1.1 gatehouse"})
	return x.appendCORS(x.appendLimits(h))
}

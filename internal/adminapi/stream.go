package adminapi

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"
)

// stream is an answer that is written while it is made. Everything that can be
// refused has been before; what goes wrong later breaks the connection, so that
// half an answer is never taken for a whole one.
type stream struct{ Body func(huma.Context) }

// streams makes a handler a row's last column whose answer has one of some
// media types.
func streams[I any](content map[string]*huma.MediaType, handle func(context.Context, *I) (*stream, error)) register {
	return func(api huma.API, op huma.Operation) {
		op.Responses["200"].Content = content
		on(handle)(api, op)
	}
}

// streamed makes an answer of what writes it.
func streamed(write func(*http.Request, http.ResponseWriter)) *stream {
	return &stream{func(ctx huma.Context) {
		r, w := humago.Unwrap(ctx)
		write(r, w)
	}}
}

// sendTimeout is how long a reader may take to accept what is sent to it.
const sendTimeout = 20 * time.Second

// sender writes a stream piece by piece.
type sender struct {
	w       http.ResponseWriter
	control *http.ResponseController
}

func newSender(w http.ResponseWriter) *sender { return &sender{w, http.NewResponseController(w)} }

// send writes and flushes, or fails when the reader is gone or too slow.
func (s *sender) send(data []byte) error {
	_ = s.control.SetWriteDeadline(time.Now().Add(sendTimeout)) // not every writer has deadlines
	if _, err := s.w.Write(data); err != nil {
		return err
	}
	return s.control.Flush()
}

package portal

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"
)

// stream is an answer that is written while it is made. Everything that can be
// refused has been before.
type stream struct{ Body func(huma.Context) }

// streams makes a handler a row's column whose answer has one of some media
// types.
func streams[I any](content map[string]*huma.MediaType, handle func(context.Context, *I) (*stream, error)) register {
	return func(api huma.API, op huma.Operation) {
		op.Responses["200"].Content = content
		on(handle)(api, op)
	}
}

func streamed(write func(*http.Request, http.ResponseWriter)) *stream {
	return &stream{func(ctx huma.Context) {
		r, w := humago.Unwrap(ctx)
		write(r, w)
	}}
}

// sendTimeout is how long a reader may take to accept what is sent to it.
const sendTimeout = 20 * time.Second

// send writes a piece and flushes, or fails when the reader is gone or too slow.
func send(w http.ResponseWriter, piece string) error {
	control := http.NewResponseController(w)
	_ = control.SetWriteDeadline(time.Now().Add(sendTimeout)) // not every writer has deadlines
	if _, err := w.Write([]byte(piece)); err != nil {
		return err
	}
	return control.Flush()
}

package rest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"
)

// Stream is an answer that is written while it is made. Everything that can be
// refused has been before; what goes wrong later breaks the connection, so that
// half an answer is never taken for a whole one.
type Stream struct{ Body func(huma.Context) }

// Streamed makes an answer of what writes it.
func Streamed(write func(*http.Request, http.ResponseWriter)) *Stream {
	return &Stream{func(ctx huma.Context) {
		r, w := humago.Unwrap(ctx)
		write(r, w)
	}}
}

// sendTimeout is how long a reader may take to accept what is sent to it.
const sendTimeout = 20 * time.Second

// Sender writes a stream piece by piece.
type Sender struct {
	w       http.ResponseWriter
	control *http.ResponseController
}

// NewSender writes to one reader.
func NewSender(w http.ResponseWriter) *Sender { return &Sender{w, http.NewResponseController(w)} }

// Send writes and flushes, or fails when the reader is gone or too slow.
func (s *Sender) Send(data []byte) error {
	_ = s.control.SetWriteDeadline(time.Now().Add(sendTimeout)) // not every writer has deadlines
	if _, err := s.w.Write(data); err != nil {
		return err
	}
	return s.control.Flush()
}

// Events begins a stream of server-sent events, after which a reader comes back
// within two seconds.
func (s *Sender) Events() error {
	h := s.w.Header()
	h.Set("Content-Type", "text/event-stream")
	h.Set("X-Accel-Buffering", "no") // nginx would hold events back
	s.w.WriteHeader(http.StatusOK)
	return s.Send([]byte("retry: 2000\n\n"))
}

// Event sends one. A reader that comes back says the last id it saw; an event
// with an empty one leaves that as it is.
func (s *Sender) Event(name, id string, data any) error {
	body, err := json.Marshal(data)
	if err != nil {
		return fmt.Errorf("encoding an event: %w", err)
	}
	text := "event: " + name + "\n"
	if id != "" {
		text += "id: " + id + "\n"
	}
	return s.Send([]byte(text + "data: " + string(body) + "\n\n"))
}

// Attachment makes a browser save an answer instead of showing it. The name is
// ours: letters, digits, dots and dashes.
func Attachment(w http.ResponseWriter, mediaType, filename string) {
	h := w.Header()
	h.Set("Content-Type", mediaType)
	h.Set("Content-Disposition", `attachment; filename="`+filename+`"`)
	h.Set("Content-Security-Policy", "sandbox; default-src 'none'")
}

package http1

// Writing heads (RFC 9112 §2.1, §5): lines are appended to a reused buffer and
// the finished head is checked as a whole for the only thing that could split a
// message, a CR, LF or NUL inside a value (RFC 9110 §5.5).

import (
	"bytes"
	"errors"
	"strconv"
)

// ErrUnsafeField is returned instead of sending a head whose method, target or
// fields contain CR, LF or NUL.
var ErrUnsafeField = errors.New("http1: a field holds CR, LF or NUL")

// headWriter appends a head to b and counts its lines.
type headWriter struct {
	b     []byte
	start int
	lines int
}

func (w *headWriter) begin(b []byte) { w.b, w.start, w.lines = b, len(b), 0 }

func (w *headWriter) text(s string) { w.b = append(w.b, s...) }

func (w *headWriter) endLine() {
	w.b = append(w.b, '\r', '\n')
	w.lines++
}

func (w *headWriter) field(name, value string) {
	w.b = append(append(w.b, name...), ": "...)
	w.b = append(append(w.b, value...), "\r\n"...)
	w.lines++
}

// fields writes the end-to-end fields of h; what frames the message and concerns
// the connection is the engine's to write and skipped. It reports whether a Date
// was among them.
func (w *headWriter) fields(h Header) (dated bool) {
	b := w.b // a local, so that it stays in registers
	for i := range h {
		f := &h[i]
		if isHopByHop(f.Name) {
			continue
		}
		dated = dated || len(f.Name) == 4 && EqualFold(f.Name, "Date")
		b = append(append(b, f.Name...), ':', ' ')
		b = append(append(b, f.Value...), '\r', '\n')
		w.lines++
	}
	w.b = b
	return dated
}

func (w *headWriter) contentLength(n int64) {
	w.text("Content-Length: ")
	w.b = strconv.AppendInt(w.b, n, 10)
	w.endLine()
}

// end writes the empty line and returns the buffer, or ErrUnsafeField and the
// buffer as it was before begin.
func (w *headWriter) end() ([]byte, error) {
	w.endLine()
	head := w.b[w.start:]
	if bytes.Count(head, []byte{'\n'}) != w.lines || bytes.Count(head, []byte{'\r'}) != w.lines || bytes.IndexByte(head, 0) >= 0 {
		return w.b[:w.start], ErrUnsafeField
	}
	return w.b, nil
}

package requestlog

import (
	"bytes"
	"strconv"
	"strings"

	"gatehouse"
)

// Headers are kept as text, one line each, in one of four forms:
//
//	Accept: application/json    the value
//	Authorization               the value is not shown
//	X-Request-ID = id           the value is that of another column
//	Date *                      the value is the next line of header_values
//
// A field name holds neither a colon nor a space (RFC 9110 section 5.1), so
// the forms cannot be confused. The last two keep what differs from request to
// request out of the text, which then takes few distinct values: it costs one
// dictionary index a record instead of some hundred bytes.

// headerExtra is what a header takes beyond its name and value.
const headerExtra = len(" = response_headers\n")

// repeats are the columns that a header's value often repeats.
var repeats = [...]int{colID, colClientID, colProfileName, colProfileID}

// steady has, for each length of a name, the first letters of the header names
// whose values take few forms. That two names may share both only costs space.
var steady = func() (mask [64]uint32) {
	for _, name := range []string{
		"accept", "accept-encoding", "accept-language", "accept-ranges", "allow", "cache-control", "connection",
		"content-encoding", "content-language", "content-type", "expect", "host", "origin", "ratelimit-policy", "server", "te",
		"transfer-encoding", "upgrade", "user-agent", "vary", "via", "www-authenticate", "access-control-request-method",
		"access-control-request-headers", "access-control-allow-origin", "access-control-allow-methods",
		"access-control-allow-headers", "access-control-max-age",
	} {
		mask[len(name)] |= 1 << (name[0] & 0x1f)
	}
	return mask
}()

func isSteady(name string) bool {
	return name == "" || len(name) < len(steady) && steady[len(name)]&(1<<(name[0]&0x1f)) != 0
}

// headers is the index of the lines of headers. The result has a bit for each
// header whose value is kept apart; from the 64th on all are kept in line.
func (d *dict) headers(col uint8, r *gatehouse.RequestRecord, headers []gatehouse.HeaderField) (index uint16, apart uint64) {
	start := len(d.bytes)
	d.bytes, apart = appendHeaders(d.bytes, r, headers)
	if bytes.Count(d.bytes[start:], newline) != len(headers) {
		d.bytes, apart = appendHeaders(d.bytes[:start], r, oneLine(headers))
	}
	return d.tail(col, start), apart
}

func appendHeaders(b []byte, r *gatehouse.RequestRecord, headers []gatehouse.HeaderField) (grown []byte, apart uint64) {
	for i := range headers {
		h := &headers[i]
		b = append(b, h.Name...)
		switch {
		case !h.Shown:
		case isSteady(h.Name) || i >= 64:
			b = append(b, ": "...)
			b = append(b, h.Value...)
		default:
			if col := repeated(r, h.Value); col >= 0 {
				b = append(b, " = "...)
				b = append(b, columnNames[col]...)
			} else {
				b = append(b, " *"...)
				apart |= 1 << i
			}
		}
		b = append(b, '\n')
	}
	return b, apart
}

var newline = []byte("\n")

// oneLine is what no server lets happen: a header with a line feed in it.
func oneLine(headers []gatehouse.HeaderField) []gatehouse.HeaderField {
	out := make([]gatehouse.HeaderField, len(headers))
	for i, h := range headers {
		h.Name, h.Value = strings.ReplaceAll(h.Name, "\n", " "), strings.ReplaceAll(h.Value, "\n", " ")
		out[i] = h
	}
	return out
}

// repeated is the column that holds the value too, or -1. Content-Length is
// mostly one of the two counts of bytes.
func repeated(r *gatehouse.RequestRecord, value string) int {
	switch {
	case value == "":
	case value == r.ID:
		return colID
	case value == r.ClientID:
		return colClientID
	case value == r.ProfileName:
		return colProfileName
	case value == r.ProfileID:
		return colProfileID
	case len(value) < 12 && value[0] >= '0' && value[0] <= '9':
		var digits [20]byte
		if value == string(strconv.AppendInt(digits[:0], r.BytesOut, 10)) {
			return colBytesOut
		}
		if value == string(strconv.AppendInt(digits[:0], r.BytesIn, 10)) {
			return colBytesIn
		}
	}
	return -1
}

func appendApart(b []byte, headers []gatehouse.HeaderField, apart uint64) []byte {
	for i := 0; apart != 0; i, apart = i+1, apart>>1 {
		if apart&1 != 0 {
			value := headers[i].Value
			if strings.IndexByte(value, '\n') >= 0 {
				value = strings.ReplaceAll(value, "\n", " ")
			}
			b = append(append(b, value...), '\n')
		}
	}
	return b
}

// headers reads the lines back. values are those kept apart and are used up.
func (e *entry) headers(col int, values *[]string) []gatehouse.HeaderField {
	lines := toLines(string(e.text(col)))
	if lines == nil {
		return nil
	}
	out := make([]gatehouse.HeaderField, len(lines))
	for i, line := range lines {
		end := strings.IndexAny(line, ": ")
		if end < 0 {
			out[i].Name = line
			continue
		}
		out[i] = gatehouse.HeaderField{Name: line[:end], Shown: true}
		switch {
		case line[end] == ':':
			out[i].Value = strings.TrimPrefix(line[end:], ": ")
		case line[end:] == " *" && len(*values) > 0:
			out[i].Value, *values = (*values)[0], (*values)[1:]
		default:
			out[i].Value = e.named(strings.TrimPrefix(line[end:], " = "))
		}
	}
	return out
}

// named is the value of another column as a header has it.
func (e *entry) named(column string) string {
	for _, col := range repeats {
		if columnNames[col] == column {
			return string(e.text(col))
		}
	}
	switch column {
	case columnNames[colBytesIn]:
		return strconv.FormatInt(e.numbers[colBytesIn], 10)
	case columnNames[colBytesOut]:
		return strconv.FormatInt(e.numbers[colBytesOut], 10)
	}
	return ""
}

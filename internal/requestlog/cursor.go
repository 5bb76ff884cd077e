package requestlog

import (
	"encoding/base64"
	"encoding/binary"

	"gatehouse"
)

// A cursor is the position of the last record of a page: where it stands in
// the order of the log does not change when newer records arrive or files
// merge. It is a format byte, the time, and the id.

const cursorFormat = 1

func (p position) cursor() string {
	b := binary.BigEndian.AppendUint64([]byte{cursorFormat}, uint64(p.at))
	return base64.RawURLEncoding.EncodeToString(append(b, p.id...))
}

// parseCursor reads what cursor writes and nothing else.
func parseCursor(s string) (position, error) {
	b, err := base64.RawURLEncoding.Strict().DecodeString(s)
	if err != nil || len(b) < 9 || b[0] != cursorFormat {
		var wrong gatehouse.Fields
		wrong.Add("?cursor", "is not a cursor of this list; leave it out to start again")
		return position{}, wrong.Err()
	}
	return position{at: int64(binary.BigEndian.Uint64(b[1:])), id: string(b[9:])}, nil
}

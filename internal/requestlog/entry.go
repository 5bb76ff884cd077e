package requestlog

import (
	"cmp"
	"net/netip"
	"strings"
	"time"

	"gatehouse"
)

// entry is a record as the columns of a file hold it: the form in which
// records are filtered, sorted and written. Its bytes belong to whatever it
// was read from.
type entry struct {
	numbers [numbers]int64
	texts   [texts][]byte
}

func (e *entry) at() int64           { return e.numbers[colAt] }
func (e *entry) text(col int) []byte { return e.texts[col-firstText] }

// position is where a record stands in the order of the log: newest first,
// and by id where two share a microsecond.
type position struct {
	at int64 // Unix microseconds
	id string
}

// after reports whether p comes later in a search, that is, is older.
func (p position) after(q position) bool {
	return p.at < q.at || p.at == q.at && p.id < q.id
}

// compare orders as a search does.
func (p position) compare(q position) int {
	return cmp.Or(cmp.Compare(q.at, p.at), strings.Compare(q.id, p.id))
}

// record builds the domain's form; every string in it is a copy.
func (e *entry) record() gatehouse.RequestRecord {
	text := func(col int) string { return string(e.text(col)) }
	values := toLines(text(colHeaderValues))
	addr, _ := netip.ParseAddr(text(colClientIP)) // Empty, when the record had none, leaves the zero Addr.
	return gatehouse.RequestRecord{
		ID:              text(colID),
		At:              time.UnixMicro(e.at()).UTC(),
		ClientID:        text(colClientID),
		ClientName:      text(colClientName),
		ClientVerified:  e.numbers[colVerified] != 0,
		ProfileID:       text(colProfileID),
		ProfileName:     text(colProfileName),
		Collection:      text(colCollection),
		Endpoint:        text(colEndpoint),
		Method:          text(colMethod),
		Path:            text(colPath),
		QueryNames:      toLines(text(colQuery)),
		Status:          int(e.numbers[colStatus]),
		Code:            text(colCode),
		Step:            text(colStep),
		Latency:         time.Duration(e.numbers[colLatency]) * time.Microsecond,
		Upstream:        time.Duration(e.numbers[colUpstream]) * time.Microsecond,
		BytesIn:         e.numbers[colBytesIn],
		BytesOut:        e.numbers[colBytesOut],
		ClientIP:        addr,
		UserAgent:       text(colUserAgent),
		RequestHeaders:  e.headers(colRequestHeaders, &values),
		ResponseHeaders: e.headers(colResponseHeaders, &values),
		Source:          gatehouse.Source(text(colSource)),
		ConfigVersion:   e.numbers[colConfigVersion],
	}
}

// toLines cuts text whose every line ends in a line feed.
func toLines(text string) []string {
	if text == "" {
		return nil
	}
	return strings.Split(strings.TrimSuffix(text, "\n"), "\n")
}

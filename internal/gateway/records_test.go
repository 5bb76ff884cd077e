package gateway

import (
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"gatehouse"
)

// records keeps the request log. Like any log it copies the strings, which the
// gateway uses again.
type records struct {
	mu   sync.Mutex
	list []gatehouse.RequestRecord
}

func (l *records) add(r *gatehouse.RequestRecord) {
	l.mu.Lock()
	defer l.mu.Unlock()
	kept := *r
	for _, s := range []*string{&kept.ID, &kept.Method, &kept.Path, &kept.ClientID, &kept.UserAgent} {
		*s = strings.Clone(*s)
	}
	kept.QueryNames = slices.Clone(r.QueryNames)
	for i, name := range kept.QueryNames {
		kept.QueryNames[i] = strings.Clone(name)
	}
	kept.RequestHeaders, kept.ResponseHeaders = cloneFields(r.RequestHeaders), cloneFields(r.ResponseHeaders)
	l.list = append(l.list, kept)
}

func cloneFields(fields []gatehouse.HeaderField) []gatehouse.HeaderField {
	kept := slices.Clone(fields)
	for i := range kept {
		kept[i].Name, kept[i].Value = strings.Clone(kept[i].Name), strings.Clone(kept[i].Value)
	}
	return kept
}

func (l *records) clear() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.list = nil
}

// patience bounds every wait of a test; machines are shared.
const patience = time.Minute

// nth waits for the n-th record: it is written after the answer.
func (l *records) nth(t testing.TB, n int) gatehouse.RequestRecord {
	t.Helper()
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); time.Sleep(time.Millisecond) {
		l.mu.Lock()
		if len(l.list) >= n {
			defer l.mu.Unlock()
			return l.list[n-1]
		}
		l.mu.Unlock()
	}
	t.Fatalf("there is no record %d", n)
	return gatehouse.RequestRecord{}
}

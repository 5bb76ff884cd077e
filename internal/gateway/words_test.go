package gateway

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"

	"gatehouse"
)

// The memory of heads is used again: however many requests are under way, the
// words of one never show in the record, the call or the answer of another.
func TestRequestsKeepTheirOwnWords(t *testing.T) {
	const partners, each = 24, 20
	f := newFixture(t)
	f.upstream.answer(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("ETag", mark(r.URL.Path))
		w.Header().Set("Vary", r.Header.Get("User-Agent"))
	})
	var all sync.WaitGroup
	for p := range partners {
		client := newClient(t)
		all.Go(func() {
			for i := range each {
				if err := f.marked(client, fmt.Sprintf("%d-%s", p, strings.Repeat("x", 1+(p*i)%90))); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	for n := 1; n <= partners*each; n++ {
		r := f.log.nth(t, n)
		want := mark(r.Path)
		if r.UserAgent != want || shown(r.RequestHeaders, "User-Agent") != want || shown(r.ResponseHeaders, "ETag") != want || shown(r.ResponseHeaders, "Vary") != want {
			t.Errorf("%s is mixed with others: %+v", r.Path, r)
		}
	}
}

// marked sends a request that has one mark in its path and in a field, and
// expects it twice in the answer. Every other one has a body.
func (f *fixture) marked(client *http.Transport, mark string) error {
	body := ""
	if len(mark)%2 == 0 {
		body = mark
	}
	r, err := http.NewRequest(http.MethodGet, f.server.URL+"/shipments/track/"+mark, strings.NewReader(body))
	if err != nil {
		return err
	}
	f.credentials(r.Header, "User-Agent", mark)
	answer, err := client.RoundTrip(r)
	if err != nil {
		return err
	}
	if got := answer.Header; got.Get("ETag") != mark || got.Get("Vary") != mark {
		err = fmt.Errorf("%s is answered %d with %v", mark, answer.StatusCode, got)
	}
	_ = answer.Body.Close()
	return err
}

func mark(path string) string { return path[strings.LastIndexByte(path, '/')+1:] }

func shown(fields []gatehouse.HeaderField, name string) string {
	for _, f := range fields {
		if strings.EqualFold(f.Name, name) {
			return f.Value
		}
	}
	return ""
}

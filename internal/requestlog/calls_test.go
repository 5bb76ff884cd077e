package requestlog

import (
	"context"
	"testing"
	"time"

	"gatehouse"

	"github.com/google/go-cmp/cmp"
)

func TestCallsTallyWhatSearchFinds(t *testing.T) {
	l, all := mixed(t)
	f := Filter{To: all[len(all)/2].At}
	want := Calls{map[string]Tally{}, map[string]Tally{}, map[string]Tally{}}
	for _, r := range naive(all, f) {
		for key, of := range map[string]map[string]Tally{r.ClientID: want.Clients, r.Collection: want.Collections, "standard-partner-200rpm": want.Policies} {
			tally := of[key]
			tally.Requests++
			if r.Status >= 400 {
				tally.Errors++
			}
			if r.Status == 429 {
				tally.Limited++
			}
			of[key] = tally
		}
	}
	got, err := l.Calls(context.Background(), f)
	if d := cmp.Diff(want, got); d != "" || err != nil {
		t.Errorf("tallies differ (-want +got):\n%s (%v)", d, err)
	}
	if _, err := l.Calls(context.Background(), Filter{Status: "9xx"}); err == nil {
		t.Error("a wrong filter is taken")
	}
}

func TestALimitCountsForThePolicyThatRefused(t *testing.T) {
	l := quiet(t, t.TempDir())
	add := func(status int, step, policies string) {
		l.Add(&gatehouse.RequestRecord{
			ID: "req_1", At: time.Now(), Status: status, Step: step,
			ResponseHeaders: []gatehouse.HeaderField{{Name: "Vary", Value: "Accept", Shown: true}, {Name: "RateLimit-Policy", Value: policies, Shown: true}},
		})
	}
	add(200, "", `"wide";q=900;w=60, "tight.quota";q=5;w=86400`)
	add(429, "limit", `"tight.quota";q=5;w=86400, "wide";q=900;w=60, "wide.quota";q=5000;w=86400`)
	add(429, "", `"wide";q=900;w=60, "tight.quota";q=5;w=86400`) // The upstream's own.
	want := map[string]Tally{"tight": {3, 2, 1}, "wide": {3, 2, 0}}
	for _, where := range []string{"memory", "file"} {
		got, err := l.Calls(context.Background(), Filter{})
		if d := cmp.Diff(want, got.Policies); d != "" || err != nil {
			t.Errorf("in %s (-want +got):\n%s (%v)", where, d, err)
		}
		if err := l.Flush(context.Background()); err != nil {
			t.Fatal(err)
		}
	}
}

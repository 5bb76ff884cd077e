package adminapi

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"gatehouse"
	"gatehouse/internal/requestlog"
)

func TestCallsOfTheLastDayAreToldForEachKey(t *testing.T) {
	r := newRig(t)
	r.logged("req_1", nil)
	r.logged("req_2", refusedWith("credentials_invalid", 401))
	r.logged("req_3", func(rec *gatehouse.RequestRecord) {
		rec.Status, rec.Step = 429, "limit"
		rec.ResponseHeaders = []gatehouse.HeaderField{{Name: "RateLimit-Policy", Value: `"standard";q=200;w=60`, Shown: true}}
	})
	r.logged("req_tried", func(rec *gatehouse.RequestRecord) { rec.Source = gatehouse.SourcePortal })
	r.logged("req_old", func(rec *gatehouse.RequestRecord) { rec.At = rec.At.Add(-25 * time.Hour) })
	for query, want := range map[string]string{
		"by=client&keys=cl_acme,cl_none": `[{"key":"cl_acme","requests":3,"errors":2,"limited":1},{"key":"cl_none","requests":0,"errors":0,"limited":0}]`,
		"by=collection&keys=shipments":   `[{"key":"shipments","requests":3,"errors":2,"limited":1}]`,
		"by=policy&keys=standard":        `[{"key":"standard","requests":1,"errors":1,"limited":1}]`,
	} {
		if a := r.send("GET", "/request-logs/calls?"+query, "").must(200); !strings.Contains(a.body, want) {
			t.Errorf("%s: %s", query, a.body)
		}
	}
	for query, at := range map[string]string{
		"by=client": "?keys", "by=client&keys=": "?keys", "keys=a": "?by", "by=profile&keys=a": "?by", "by=client&keys=a" + strings.Repeat(",a", 200): "?keys",
		"by=client&keys=a&since=1h": "?since",
	} {
		if a := r.send("GET", "/request-logs/calls?"+query, "").must(422); !strings.Contains(a.body, pointer(at)) {
			t.Errorf("%s: %s", query, a.body)
		}
	}
}

func TestACountIsSharedForTwentyTimesAsLongAsItTook(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var day sharedDay
		counts := 0
		ask := func() {
			_, err := day.calls(t.Context(), func(context.Context) (requestlog.Calls, error) {
				counts++
				time.Sleep(time.Second)
				return requestlog.Calls{}, nil
			})
			check(t, err)
		}
		ask()
		time.Sleep(19 * time.Second)
		ask()
		if counts != 1 {
			t.Errorf("counted %d times", counts)
		}
		time.Sleep(2 * time.Second)
		if ask(); counts != 2 {
			t.Errorf("after that time, counted %d times", counts)
		}
	})
}

func TestACountThatFailsIsNotKept(t *testing.T) {
	var day sharedDay
	failing := func(context.Context) (requestlog.Calls, error) { return requestlog.Calls{}, errors.New("gone") }
	if _, err := day.calls(t.Context(), failing); err == nil {
		t.Error("no error")
	}
	if _, err := day.calls(t.Context(), func(context.Context) (requestlog.Calls, error) { return requestlog.Calls{}, nil }); err != nil {
		t.Error(err)
	}
}

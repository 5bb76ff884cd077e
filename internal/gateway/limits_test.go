package gateway

import (
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"gatehouse/internal/limit"
)

func TestRequestsOverTheRateAreRefused(t *testing.T) {
	f := newFixture(t, limited(2))
	f.send("GET", "/shipments/track/1").expect(200, "").header("RateLimit", `"standard-partner";r=1;t=60`)
	f.send("GET", "/shipments/track/1").expect(200, "")
	r := f.send("GET", "/shipments/track/1").expect(429, "rate_limit_exceeded")
	r.header("RateLimit-Policy", `"standard-partner";q=2;w=60`)
	if !strings.HasPrefix(r.Header.Get("RateLimit"), `"standard-partner";r=0;t=`) {
		t.Errorf("RateLimit: %q", r.Header.Get("RateLimit"))
	}
	retry, err := strconv.Atoi(r.Header.Get("Retry-After"))
	if err != nil || retry < 55 || retry > 60 {
		t.Errorf("Retry-After: %q", r.Header.Get("Retry-After"))
	}
	for _, member := range []string{`"limit":2`, `"policy":"standard-partner"`, `"retry_after":` + strconv.Itoa(retry)} {
		if !strings.Contains(r.body, member) {
			t.Errorf("%s is not in %s", member, r.body)
		}
	}
}

func TestRefusedRequestsAreNotCounted(t *testing.T) {
	f := newFixture(t, limited(2))
	for range 5 {
		f.send("GET", "/shipments/none").expect(404, "").header("RateLimit", "")
		f.send("PUT", "/shipments/orders/1").expect(405, "").header("RateLimit", "")
	}
	f.send("GET", "/shipments/track/1").expect(200, "").header("RateLimit", `"standard-partner";r=1;t=60`)
}

func TestLimitedAnswersOfLaterStepsCarryTheLimits(t *testing.T) {
	f := newFixture(t, limited(5))
	f.upstream.answer(func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) })
	f.send("GET", "/shipments/track/1").expect(502, "upstream_invalid_response").header("RateLimit", `"standard-partner";r=4;t=60`)
}

func TestTooManyFailuresSlowGuessingAndNothingElse(t *testing.T) {
	f := newFixture(t, func(_ *fixture, o *Options) { o.Guard = limit.NewGuard(3, time.Now()) })
	for range 3 {
		f.send("GET", "/shipments/track/1", "Authorization", "Bearer wrong").expect(401, "credentials_invalid")
	}
	r := f.send("GET", "/shipments/track/1", "Authorization", "Bearer wrong").expect(429, "too_many_failures")
	if r.Header.Get("Retry-After") == "" {
		t.Error("no Retry-After")
	}
	f.send("GET", "/shipments/track/1").expect(200, "")
}

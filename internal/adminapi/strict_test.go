package adminapi

import (
	"encoding/json"
	"testing"
	"time"

	"gatehouse/internal/rest"

	"github.com/google/go-cmp/cmp"

	"gatehouse"
)

func TestSecretsAreStruckByType(t *testing.T) {
	secret := gatehouse.Secret("hunter2")
	link := &linkJSON{ID: "ln_1", URL: onceOf(secret)}
	out := &created[createdProfileJSON]{Body: createdProfileJSON{Token: &issuedTokenJSON{Secret: onceOf(secret), Link: link}}}
	_, raw, err := withoutSecrets(out, 201)
	check(t, err)
	var kept kept
	check(t, json.Unmarshal(raw, &kept))
	var body createdProfileJSON
	check(t, json.Unmarshal(kept.Body, &body))
	if body.Token.Secret != nil || body.Token.Link.URL != nil || body.Token.Link.ID != "ln_1" {
		t.Errorf("kept: %s", raw)
	}
	if out.Body.Token.Secret == nil || link.URL == nil {
		t.Error("the caller's own copy lost its secret")
	}
}

func TestIfMatchIsReadStrictly(t *testing.T) {
	for header, want := range map[string]int64{"": 0, "*": 0, `"3"`: 3, ` "3" `: 3, `"x"`: never, `"03"`: never, `"-3"`: never, `"0"`: never, `W/"3"`: never, `""`: never} {
		if got, err := (Precondition{header}).version(); got != want || err != nil {
			t.Errorf("%q: %d, %v, want %d", header, got, err, want)
		}
	}
	for _, header := range []string{"3", `"3`, `3"`, `"1", "2"`, `"`, "W/3"} {
		if _, err := (Precondition{header}).version(); err == nil {
			t.Errorf("%q is taken", header)
		}
	}
}

func TestTimesAreCutToMilliseconds(t *testing.T) {
	in := time.Date(2030, 1, 2, 3, 4, 5, 6_789_000, time.FixedZone("", 3600))
	if got := timeOf(&in); got != time.Date(2030, 1, 2, 2, 4, 5, 6_000_000, time.UTC) {
		t.Errorf("%v", got)
	}
	if rest.OptionalTime(time.Time{}) != nil || !timeOf(nil).IsZero() {
		t.Error("the zero time is not null")
	}
}

// FuzzBody feeds bytes to the strictest path there is: parse, check, merge,
// decode. What comes out as good must be what encoding/json would read too.
func FuzzBody(f *testing.F) {
	for _, seed := range []string{aClient, aPolicy, aCollection, anOnboarding, `{"a":1}`, `{"rate":null}`, `[[[`, `{"name":"a","name":"b"}`, "\xff", `"\ud800"`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		b := bodyOf[newCollectionJSON](raw)
		if v, err := b.Value(); err == nil {
			var want newCollectionJSON
			check(t, json.Unmarshal(raw, &want))
			if diff := cmp.Diff(want, v); diff != "" {
				t.Error(diff)
			}
			var c gatehouse.Collection
			_ = v.apply(&c)
		}
		var p rest.Patch[newPolicyJSON]
		p.Keep(raw)
		if m, err := p.Checked(); err == nil {
			_, _ = m.Onto(newPolicyOf(gatehouse.Policy{Name: "p-one", Rate: &gatehouse.Rate{Requests: 1, Window: time.Minute}}))
		}
		_, _ = bodyOf[newOnboardingJSON](raw).Value()
	})
}

func bodyOf[T any](raw []byte) *rest.Body[T] {
	var b rest.Body[T]
	b.Keep(raw)
	return &b
}

package adminapi

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"gatehouse"
)

// TestMergePatchFollowsTheRFC runs the examples of RFC 7396, appendix A.
func TestMergePatchFollowsTheRFC(t *testing.T) {
	for _, tt := range []struct{ target, patch, want string }{
		{`{"a":"b"}`, `{"a":"c"}`, `{"a":"c"}`},
		{`{"a":"b"}`, `{"b":"c"}`, `{"a":"b","b":"c"}`},
		{`{"a":"b"}`, `{"a":null}`, `{}`},
		{`{"a":"b","b":"c"}`, `{"a":null}`, `{"b":"c"}`},
		{`{"a":["b"]}`, `{"a":"c"}`, `{"a":"c"}`},
		{`{"a":"c"}`, `{"a":["b"]}`, `{"a":["b"]}`},
		{`{"a":{"b":"c"}}`, `{"a":{"b":"d","c":null}}`, `{"a":{"b":"d"}}`},
		{`{"a":[{"b":"c"}]}`, `{"a":[1]}`, `{"a":[1]}`},
		{`["a","b"]`, `["c","d"]`, `["c","d"]`},
		{`{"a":"b"}`, `["c"]`, `["c"]`},
		{`{"a":"foo"}`, `null`, `null`},
		{`{"a":"foo"}`, `"bar"`, `"bar"`},
		{`{"e":null}`, `{"a":1}`, `{"a":1,"e":null}`},
		{`[1,2]`, `{"a":"b","c":null}`, `{"a":"b"}`},
		{`{}`, `{"a":{"bb":{"ccc":null}}}`, `{"a":{"bb":{}}}`},
	} {
		target, err := parse([]byte(tt.target))
		check(t, err)
		patch, err := parse([]byte(tt.patch))
		check(t, err)
		got, err := json.Marshal(mergePatch(target, patch))
		check(t, err)
		if diff := cmp.Diff(tt.want, string(got)); diff != "" {
			t.Errorf("%s onto %s: %s", tt.patch, tt.target, diff)
		}
	}
}

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
	if optionalTime(time.Time{}) != nil || !timeOf(nil).IsZero() {
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
		b := body[newCollectionJSON]{raw}
		if v, err := b.value(); err == nil {
			var want newCollectionJSON
			check(t, json.Unmarshal(raw, &want))
			if diff := cmp.Diff(want, v); diff != "" {
				t.Error(diff)
			}
			var c gatehouse.Collection
			_ = v.apply(&c)
		}
		p := patch[newPolicyJSON]{raw}
		if m, err := p.checked(); err == nil {
			_, _ = m.onto(newPolicyOf(gatehouse.Policy{Name: "p-one", Rate: &gatehouse.Rate{Requests: 1, Window: time.Minute}}))
		}
		_, _ = (&body[newOnboardingJSON]{raw}).value()
	})
}

package routing

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"gatehouse"
)

func TestTargetsTakeTurnsByWeight(t *testing.T) {
	tests := []struct {
		weights []int
		want    string
	}{
		{[]int{1}, "aaaa"},
		{[]int{3, 3}, "abab"},
		{[]int{5, 1, 1}, "aabacaa" + "aabacaa"},
		{[]int{20, 10}, "abaaba"},
	}
	for _, tt := range tests {
		d := definition("/s")
		d.Upstream.Targets = nil
		for i, w := range tt.weights {
			d.Upstream.Targets = append(d.Upstream.Targets, gatehouse.Target{URL: "http://" + string(rune('a'+i)), Weight: w})
		}
		c := mustCompile(t, revision("s", d)).Collections()[0]
		var got strings.Builder
		for range tt.want {
			got.WriteString(c.NextTarget().Host)
		}
		if got.String() != tt.want {
			t.Errorf("weights %v: %s, want %s", tt.weights, got.String(), tt.want)
		}
	}
}

func TestEveryTargetGetsItsShareOfACycle(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var targets []Target
		total := 0
		for range rapid.IntRange(1, 8).Draw(t, "targets") {
			w := rapid.IntRange(1, 60).Draw(t, "weight")
			targets = append(targets, Target{Weight: w})
			total += w
		}
		order := smoothOrder(targets)
		turns := make([]int, len(targets))
		for _, i := range order {
			turns[i]++
		}
		for i, n := range turns {
			if n*total != targets[i].Weight*len(order) {
				t.Fatalf("target %d of weight %d in %d has %d of %d turns", i, targets[i].Weight, total, n, len(order))
			}
		}
	})
}

func TestTargetIsTakenApart(t *testing.T) {
	tests := []struct {
		url  string
		want Target
	}{
		{"http://up", Target{URL: "http://up", Address: "up:80", Host: "up", Name: "up", Weight: 1}},
		{"https://up.example:8443/v2/", Target{URL: "https://up.example:8443/v2/", TLS: true, Address: "up.example:8443", Host: "up.example:8443", Name: "up.example", Path: "/v2", Weight: 1}},
		{"https://[2001:db8::1]", Target{URL: "https://[2001:db8::1]", TLS: true, Address: "[2001:db8::1]:443", Host: "[2001:db8::1]", Name: "2001:db8::1", Weight: 1}},
	}
	for _, tt := range tests {
		got, ok := compileTarget(gatehouse.Target{URL: tt.url, Weight: 1})
		if !ok {
			t.Errorf("%s is refused", tt.url)
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s (-want +got)\n%s", tt.url, diff)
		}
	}
}

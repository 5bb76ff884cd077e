package openapi

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gatehouse"
)

func TestBreakingChangesAreThoseThatCallersFeel(t *testing.T) {
	was := gatehouse.Endpoint{
		Method: "POST", Path: "/a",
		Parameters: json.RawMessage(`[{"name":"q","in":"query","schema":{"type":"integer"}},{"name":"kind","in":"query","schema":{"type":"string","enum":["a","b"]}}]`),
		RequestBody: json.RawMessage(`{"content":{"application/json":{"schema":{"type":"object","required":["x"],"properties":{"x":{"type":"integer"},"list":{"type":"array","items":{"type":"string"}}}}},
			"text/plain":{}}}`),
		Responses: json.RawMessage(`{"200":{"content":{"application/json":{"schema":{"type":"object","required":["id"],"properties":{"id":{"type":"integer"},"old":{},"parent":{"$ref":"#"}}}}}},"202":{},"400":{}}`),
	}
	now := was
	now.Parameters = json.RawMessage(`[{"name":"q","in":"query","required":true,"schema":{"type":"string"}},{"name":"kind","in":"query","schema":{"type":"string","enum":["a","c"]}},
		{"name":"X-New","in":"header","required":true},{"name":"free","in":"query"}]`)
	now.RequestBody = json.RawMessage(`{"required":true,"content":{"application/json":{"schema":{"type":"object","required":["x","y"],
		"properties":{"x":{"type":"number"},"y":{},"list":{"type":"array","items":{"type":"string","maxLength":3}},"free":{}}}}}}`)
	now.Responses = json.RawMessage(`{"200":{"content":{"application/json":{"schema":{"type":"object","properties":{"id":{"type":["integer","null"]},"new":{},"parent":{"$ref":"#"}}}}}}}`)
	want := []string{
		"the query parameter q is required now", "the query parameter q must be of type string now", `the query parameter kind may not be "b" any more`,
		"the header parameter X-New is new and required", "a request body is required now", "the request body/y is new and required",
		"the request body/list (items) must be: at most 3 characters", "the request body is not taken as text/plain any more",
		"the answer 200/id may be missing now", "the answer 200/id may be null now", "the answer 200/old is gone", "the answer 202 is gone",
	}
	got := []string{}
	for _, b := range BreakingChanges([]gatehouse.Endpoint{was, {Method: "GET", Path: "/gone"}}, []gatehouse.Endpoint{now}) {
		if b.Operation == "POST /a" {
			got = append(got, b.Detail)
		} else if b != (Breaking{"GET /gone", "is gone"}) {
			t.Errorf("%+v", b)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if same := BreakingChanges([]gatehouse.Endpoint{was}, []gatehouse.Endpoint{was}); len(same) > 0 {
		t.Errorf("without a change: %+v", same)
	}
}

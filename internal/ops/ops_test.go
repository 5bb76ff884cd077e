package ops_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"testing"

	"gatehouse/internal/ops"
)

func TestReadinessIsThatOfTheWorstPart(t *testing.T) {
	tests := []struct {
		name   string
		parts  []ops.Part
		want   ops.Status
		status int
	}{
		{"all ready", []ops.Part{{"a", ops.Ready, ""}, {"b", ops.Ready, ""}}, ops.Ready, 200},
		{"one degraded still takes traffic", []ops.Part{{"a", ops.Ready, ""}, {"b", ops.Degraded, "why"}}, ops.Degraded, 200},
		{"one unready takes none", []ops.Part{{"a", ops.Unready, "why"}, {"b", ops.Degraded, "why"}}, ops.Unready, 503},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			h := ops.New(func() []ops.Part { return tt.parts }, http.NotFoundHandler())
			w := httptest.NewRecorder()
			h.ServeHTTP(w, httptest.NewRequest("GET", "/readyz", nil))
			var got ops.Report
			if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil {
				t.Fatal(err)
			}
			if w.Code != tt.status || got.Status != tt.want || len(got.Parts) != len(tt.parts) {
				t.Errorf("%d %+v", w.Code, got)
			}
		})
	}
}

func TestHealthDoesNotDependOnReadiness(t *testing.T) {
	h := ops.New(func() []ops.Part { return []ops.Part{{"a", ops.Unready, "why"}} }, http.NotFoundHandler())
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest("GET", "/healthz", nil))
	if w.Code != 200 {
		t.Errorf("healthz = %d", w.Code)
	}
}

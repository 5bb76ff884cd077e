package sampleapi_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"gatehouse"
	"gatehouse/internal/sampleapi"
)

func TestEveryEndpointAnswersItsOwnExample(t *testing.T) {
	h, err := sampleapi.New()
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(h)
	defer server.Close()
	collections, err := sampleapi.Collections(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range collections {
		if err := c.Validate(); err != nil {
			t.Errorf("%s: %v", c.Name, err)
		}
		for _, e := range c.Endpoints {
			if got := call(t, c.Upstream.Targets[0].URL, e); got >= 300 {
				t.Errorf("%s %s%s = %d, want success", e.Method, c.BasePath, e.Path, got)
			}
		}
	}
}

func call(t *testing.T, target string, e gatehouse.Endpoint) int {
	t.Helper()
	path := e.Path
	for name, value := range e.Example.PathParameters {
		path = strings.ReplaceAll(path, "{"+name+"}", value)
	}
	if e.Example.Query != "" {
		path += "?" + e.Example.Query
	}
	r, err := http.NewRequestWithContext(t.Context(), e.Method, target+path, strings.NewReader(e.Example.Body))
	if err != nil {
		t.Fatal(err)
	}
	return do(t, r)
}

func do(t *testing.T, r *http.Request) int {
	t.Helper()
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if _, err := io.Copy(io.Discard, response.Body); err != nil {
		t.Fatal(err)
	}
	return response.StatusCode
}

func TestBadInputIsAClientError(t *testing.T) {
	h, err := sampleapi.New()
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		method, path, body string
		want               int
	}{
		{"GET", "/v1/shipments/track/%3Cscript%3E", "", 404},
		{"GET", "/v1/orders/none", "", 404},
		{"POST", "/v1/orders", "{", 400},
		{"POST", "/v1/orders", "null", 400},
		{"POST", "/v1/shipments", `{"reference":"a"}`, 422},
		{"POST", "/v1/shipments", `{"reference":"` + strings.Repeat("a", 2<<20) + `"}`, 413},
		{"DELETE", "/v1/orders/ord_50QD2R", "", 409},
		{"PUT", "/v1/orders/ord_50QD2R", "", 405},
	}
	for _, tt := range tests {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest(tt.method, tt.path, strings.NewReader(tt.body)))
		if w.Code != tt.want {
			t.Errorf("%s %s = %d, want %d", tt.method, tt.path, w.Code, tt.want)
		}
	}
}

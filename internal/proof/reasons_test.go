package proof

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"gatehouse"
	"gatehouse/internal/directory"
	"gatehouse/internal/limit"
	"gatehouse/internal/routing"
)

// Each row changes one thing about the recipe's partner and names the check
// that must tell.
func TestProofTellsWhatIsWrong(t *testing.T) {
	tests := []struct {
		name   string
		change func(*house)
		check  string
		actual string
		passed bool // of the check
		skip   bool
		proven bool // of the whole
		reason string
	}{
		{"client disabled", func(h *house) { h.partner.Client.Status = gatehouse.Disabled }, Valid, "403", false, false, false, "client_disabled"},
		{"client disabled, refused for that", func(h *house) { h.partner.Client.Status = gatehouse.Disabled }, OtherCollection, "403", false, false, false, "another reason"},
		{"token of somebody else", func(h *house) { h.token = "ght_somebody-elses-token-of-32-chars" }, Valid, "401", false, false, false, "credentials_invalid"},
		{"upstream down", func(h *house) {
			h.revisions[0].Upstream.Targets = []gatehouse.Target{{URL: "http://127.0.0.1:1", Weight: 1}}
		}, Valid, "502", false, false, false, "Credentials are fine: the gateway let the request through. The upstream failed"},
		{"upstream says no", func(h *house) { h.upstream = status(404) }, Valid, "404", false, false, false, "Credentials are fine"},
		{"upstream creates", func(h *house) { h.upstream = status(201) }, Valid, "201", true, false, true, ""},
		{"upstream says no, no example", func(h *house) {
			h.upstream = func(w http.ResponseWriter, r *http.Request) {
				if r.Method == "GET" {
					w.WriteHeader(404)
				}
			}
			h.revisions[0].Endpoints[0].Example.PathParameters = nil
		}, Valid, "404", false, true, true, "no example"},
		{"upstream answers without an example", func(h *house) { h.revisions[0].Endpoints[0].Example.PathParameters = nil }, Valid, "200", true, false, true, ""},
		{"nothing to send", func(h *house) {
			h.revisions[0].Endpoints[0].Method = "POST"
			h.revisions[0].Endpoints[0].Example = gatehouse.Example{}
		}, Valid, "", false, true, true, "change something"},
		{"no endpoint for the profile", func(h *house) { h.revisions[0].Endpoints[0].Method = "DELETE" }, Valid, "", false, true, true, "no endpoint that this profile may call"},
		{"not published", func(h *house) { h.revisions = h.revisions[1:] }, Valid, "", false, true, true, "not published"},
		{"budget used up by one request", func(h *house) { h.policies[0].Rate.Requests = 1 }, OverTheLimit, "429", true, false, true, ""},
		{"quota", func(h *house) {
			h.policies[0].Rate, h.policies[0].Quota = nil, &gatehouse.Quota{Requests: 5, Period: gatehouse.Day, TimeZone: "UTC"}
		}, OverTheLimit, "429", true, false, true, ""},
		{"no policy", func(h *house) { h.partner.Client.PolicyIDs = nil }, OverTheLimit, "", false, true, true, "No policy"},
		{"policy gone", func(h *house) { h.policies = nil }, OverTheLimit, "503", false, false, false, "config_invalid"},
		{"any method", func(h *house) { h.partner.Profiles[0].AllowedMethods = nil }, MethodNotAllowed, "", false, true, true, "every method"},
		{"all assigned", func(h *house) {
			h.partner.Client.CollectionIDs = append(h.partner.Client.CollectionIDs, "co_internal")
		}, OtherCollection, "", false, true, true, "no published collection"},
		{"method none", func(h *house) { h.partner.Profiles[0].Auth.Type = gatehouse.AuthNone }, WrongToken, "", false, true, true, "none"},
		{"nothing published", func(h *house) { h.revisions = nil }, WithoutClientID, "401", true, false, true, ""},
		{"profile expired", func(h *house) { h.partner.Profiles[0].ExpiresAt = time.Now() }, MethodNotAllowed, "403", false, false, false, "profile_disabled"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			h := newHouse(t)
			tt.change(h)
			result := h.prove()
			c := result.of(t, tt.check)
			if c.Actual != tt.actual || c.Passed != tt.passed || c.Skipped != tt.skip || result.Passed != tt.proven || !strings.Contains(c.Reason, tt.reason) || (c.Reason == "") != (tt.reason == "") {
				t.Errorf("proven %t by %+v", result.Passed, c)
			}
		})
	}
}

func status(code int) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(code) }
}

func TestUnknownSubjectCannotBeProven(t *testing.T) {
	table, _ := routing.Compile(nil)
	p := &Prover{Directory: directory.New(limit.New(time.Now())), Table: func() *routing.Table { return table }}
	if _, err := p.Prove(t.Context(), Subject{ClientID: "cl_1", ProfileID: "pr_1"}); err == nil {
		t.Error("a client that the gateway does not know was proven")
	}
}

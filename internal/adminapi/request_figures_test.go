package adminapi

import (
	"encoding/csv"
	"encoding/json"
	"net/netip"
	"strconv"
	"strings"
	"testing"
	"time"

	"gatehouse"
)

// logged adds a record to the request log and returns it.
func (r *rig) logged(id string, edit func(*gatehouse.RequestRecord)) gatehouse.RequestRecord {
	rec := gatehouse.RequestRecord{
		ID: id, At: time.Now(), ClientID: "cl_acme", ClientName: "partner-acme-corp", ClientVerified: true,
		ProfileID: "pr_acme", ProfileName: "acme-corp-standard", Collection: "shipments", Endpoint: "/track/{trackingNumber}",
		Method: "GET", Path: "/shipments/track/12345", Status: 200, Latency: 40 * time.Millisecond, Upstream: 30 * time.Millisecond,
		ClientIP: netip.MustParseAddr("203.0.113.7"), UserAgent: "curl/8.5.0", Source: gatehouse.SourceGateway,
	}
	if edit != nil {
		edit(&rec)
	}
	r.options.Log.Add(&rec)
	return rec
}

func refusedWith(code string, status int) func(*gatehouse.RequestRecord) {
	return func(rec *gatehouse.RequestRecord) {
		rec.Status, rec.Code, rec.Upstream, rec.ClientVerified = status, code, 0, false
	}
}

func TestFiguresCountWhatMatches(t *testing.T) {
	r := newRig(t)
	for i := range 20 {
		r.logged("req_"+strconv.Itoa(i), nil)
	}
	r.logged("req_refused", refusedWith("credentials_invalid", 401))
	r.logged("req_other", func(rec *gatehouse.RequestRecord) {
		rec.ClientID, rec.ClientName, rec.Collection, rec.Status = "cl_other", "other", "orders", 502
	})
	a := r.send("GET", "/request-logs/stats?buckets=10", "").must(200)
	var got requestStatsJSON
	check(t, json.Unmarshal([]byte(a.body), &got))
	if got.Total != 22 || got.ActiveClients != 2 || len(got.Histogram) > 10 || got.Clients[0].Key != "cl_acme" || got.Clients[0].Count != 21 ||
		len(got.Codes) != 1 || len(got.Collections) != 2 || got.Endpoints[0].Key != "GET /track/{trackingNumber}" {
		t.Errorf("figures: %s", a.body)
	}
	if p := got.LatencyMS.P95; p < 39 || p > 41 || got.GatewayLatencyMS.P50 > 11 {
		t.Errorf("latency: %s", a.body)
	}
	var sum statusClasses
	for _, b := range got.Histogram {
		sum.Success, sum.ClientError, sum.ServerError = sum.Success+b.Statuses.Success, sum.ClientError+b.Statuses.ClientError, sum.ServerError+b.Statuses.ServerError
	}
	if sum != (statusClasses{Success: 20, ClientError: 1, ServerError: 1}) {
		t.Errorf("histogram: %+v", sum)
	}
	if a := r.send("GET", "/request-logs/stats?client=other&status=5xx", "").must(200); a.value("total") != 1.0 {
		t.Errorf("one client: %s", a.body)
	}
	for query, at := range map[string]string{
		"buckets=0": "?buckets", "top=101": "?top", "status=9xx": "?status", "client_ip=here": "?client_ip", "from=2026-03-02T00:00:00Z&to=2026-03-01T00:00:00Z": "?to",
	} {
		if a := r.send("GET", "/request-logs/stats?"+query, "").must(422); !strings.Contains(a.body, pointer(at)) {
			t.Errorf("%s: %s", query, a.body)
		}
	}
}

func TestRecordsAreFoundByAddress(t *testing.T) {
	r := newRig(t)
	r.logged("req_1", nil)
	r.logged("req_2", func(rec *gatehouse.RequestRecord) { rec.ClientIP = netip.MustParseAddr("2001:db8::1") })
	for query, want := range map[string]string{"203.0.113.0/24": "req_1", "203.0.113.7": "req_1", "2001:db8::/32": "req_2"} {
		a := r.send("GET", "/request-logs?client_ip="+query, "").must(200)
		if n := strings.Count(a.body, `"id":"req_`); n != 1 || !strings.Contains(a.body, want) {
			t.Errorf("%s: %s", query, a.body)
		}
	}
}

func TestExportWritesEveryMatchOnce(t *testing.T) {
	r := newRig(t)
	for i := range 450 {
		r.logged("req_"+strconv.Itoa(i), func(rec *gatehouse.RequestRecord) { rec.UserAgent = "=cmd|' /C calc'!A0, \"quoted\"\n" })
	}
	r.logged("req_refused", refusedWith("credentials_invalid", 401))
	a := r.send("GET", "/request-logs/export?format=csv&status=2xx", "").must(200)
	rows, err := csv.NewReader(strings.NewReader(a.body)).ReadAll()
	check(t, err)
	ids := map[string]bool{}
	for _, row := range rows[1:] {
		ids[row[0]] = true
	}
	if len(rows) != 451 || len(ids) != 450 || rows[0][0] != "id" || rows[1][20] != "'=cmd|' /C calc'!A0, \"quoted\"\n" {
		t.Errorf("%d rows, first %q", len(rows), rows[1])
	}
	if !strings.HasPrefix(a.header.Get("Content-Disposition"), `attachment; filename="request-logs-`) {
		t.Error(a.header)
	}
	a = r.send("GET", "/request-logs/export?format=ndjson", "").must(200)
	lines := strings.Split(strings.TrimSpace(a.body), "\n")
	var first requestLogJSON
	check(t, json.Unmarshal([]byte(lines[0]), &first))
	if len(lines) != 451 || first.Code == nil {
		t.Errorf("%d lines, first %s", len(lines), lines[0])
	}
	r.send("GET", "/request-logs/export", "").must(422)
	r.send("GET", "/request-logs/export?format=xlsx", "").must(422)
}

func TestAuditExportHoldsTheWholeChain(t *testing.T) {
	r := newRig(t)
	r.client()
	a := r.send("GET", "/audit-logs/export?format=ndjson", "").must(200)
	if n := strings.Count(a.body, "\n"); n != len(roles)+1 || !strings.Contains(a.body, `"client.created"`) {
		t.Errorf("%d lines: %s", n, a.body)
	}
	a = r.send("GET", "/audit-logs/export?format=csv&action=client.created", "").must(200)
	rows, err := csv.NewReader(strings.NewReader(a.body)).ReadAll()
	if err != nil || len(rows) != 2 || len(rows[0]) != len(rows[1]) || rows[1][10] != "partner-acme-corp" {
		t.Errorf("%v: %s", err, a.body)
	}
}

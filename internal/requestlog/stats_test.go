package requestlog

import (
	"context"
	"slices"
	"testing"
	"time"

	"gatehouse"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// naiveStats is what statistics mean: count one record after the other.
func naiveStats(records []gatehouse.RequestRecord, got Stats, top int) Stats {
	want := Stats{From: got.From, To: got.To, Total: int64(len(records))}
	for _, b := range got.Histogram {
		want.Histogram = append(want.Histogram, Bucket{From: b.From})
	}
	clients, codes, endpoints, collections := map[string]*Count{}, map[string]*Count{}, map[string]*Count{}, map[string]*Count{}
	active := map[string]bool{}
	var all, own digest
	latencies := make([]digest, len(want.Histogram))
	for _, r := range records {
		i := len(want.Histogram) - 1
		for r.At.Before(want.Histogram[i].From) {
			i--
		}
		want.Histogram[i].Classes[r.Status/100]++
		us := r.Latency.Microseconds()
		latencies[i].add(us)
		all.add(us)
		own.add(us - r.Upstream.Microseconds())
		if r.ClientVerified {
			active[r.ClientID] = true
		}
		add(collections, r.Collection, 1, func() Count { return Count{Key: r.Collection} })
		add(clients, r.ClientID, 1, func() Count { return Count{Key: r.ClientID, Name: r.ClientName} })
		if r.Code != "" {
			add(codes, r.Code, 1, func() Count { return Count{Key: r.Code} })
		}
		endpoint := r.Method + " " + r.Endpoint
		add(endpoints, endpoint+r.Collection, 1, func() Count { return Count{Key: endpoint, Name: r.Collection} })
	}
	for i, d := range latencies {
		want.Histogram[i].Latency = d.percentiles()
	}
	want.Active, want.Latency, want.Own = int64(len(active)), all.percentiles(), own.percentiles()
	want.Clients, want.Codes, want.Endpoints = largest(clients, top), largest(codes, top), largest(endpoints, top)
	want.Collections = largest(collections, top)
	return want
}

func TestStatsCountWhatSearchFinds(t *testing.T) {
	l, all := mixed(t)
	middle := all[len(all)/2].At
	for name, f := range map[string]Filter{
		"everything": {},
		"errors":     {Status: "4xx"},
		"one client": {Client: all[0].ClientName},
		"since":      {From: middle},
		"until":      {To: middle, Method: "GET"},
		"between":    {From: middle.Add(-time.Second), To: middle, MinLatency: 5 * time.Millisecond},
	} {
		got, err := l.Stats(context.Background(), StatsQuery{Filter: f, Buckets: 40, Top: 7})
		if err != nil {
			t.Fatal(err)
		}
		if got.Total == 0 || len(got.Histogram) == 0 || len(got.Histogram) > 40 {
			t.Fatalf("%s: %d records in %d buckets", name, got.Total, len(got.Histogram))
		}
		if d := cmp.Diff(naiveStats(naive(all, f), got, 7), got, sameRecord); d != "" {
			t.Errorf("%s: statistics differ (-want +got):\n%s", name, d)
		}
	}
}

func TestStatsOfAnEmptyLog(t *testing.T) {
	l := quiet(t, t.TempDir())
	got, err := l.Stats(context.Background(), StatsQuery{})
	if err != nil || got.Total != 0 {
		t.Errorf("%+v, %v", got, err)
	}
	_, err = l.Stats(context.Background(), StatsQuery{Buckets: 501})
	if err == nil {
		t.Error("501 buckets are allowed")
	}
	now := time.Now()
	if _, err := l.Stats(context.Background(), StatsQuery{Filter: Filter{From: now, To: now}}); err != nil {
		t.Error(err)
	}
}

func TestClientsAreCountedWithoutEnd(t *testing.T) {
	l, all := mixed(t)
	f := Filter{To: all[len(all)/2].At}
	want := map[string]int64{}
	for _, r := range naive(all, f) {
		want[r.ClientID]++
	}
	got, err := l.CountByClient(context.Background(), f)
	if d := cmp.Diff(want, got); d != "" || err != nil {
		t.Errorf("counts differ (-want +got):\n%s (%v)", d, err)
	}
}

func TestPercentilesAreClose(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		values := rapid.SliceOfN(rapid.Int64Range(0, 1<<38), 1, 200).Draw(t, "microseconds")
		var d digest
		for _, us := range values {
			d.add(us)
		}
		slices.Sort(values)
		got := d.percentiles()
		for percent, p := range map[int]time.Duration{50: got.P50, 95: got.P95, 99: got.P99} {
			want := time.Duration(values[(len(values)*percent+99)/100-1]) * time.Microsecond
			if off := (p - want).Abs(); off > want/50 {
				t.Errorf("p%d is %v, want %v", percent, p, want)
			}
		}
	})
}

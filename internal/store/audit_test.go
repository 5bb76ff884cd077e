package store

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"gatehouse"
)

// withEvents makes a log of ten events, with a checkpoint behind the last.
func (f *fixture) withEvents() {
	f.Helper()
	for i := range 10 {
		f.addClient(fmt.Sprintf("c-%d", i))
	}
	f.reopen()
}

func TestVerifyFindsEveryKindOfTampering(t *testing.T) {
	tests := map[string]struct {
		statements []string
		first      int64
		says       string
	}{
		"edited":               {[]string{"UPDATE audit SET actor_name = 'somebody' WHERE seq = 4"}, 4, "edited"},
		"edited changes":       {[]string{`UPDATE audit SET changes = '[ ]' WHERE seq = 5`}, 5, "edited"},
		"edited time":          {[]string{"UPDATE audit SET at = at + 1 WHERE seq = 1"}, 1, "edited"},
		"deleted":              {[]string{"DELETE FROM audit WHERE seq = 6"}, 6, "missing"},
		"deleted at the front": {[]string{"DELETE FROM audit WHERE seq = 1"}, 1, "missing"},
		"deleted, renumbered":  {[]string{"DELETE FROM audit WHERE seq = 6", "UPDATE audit SET seq = seq - 1 WHERE seq = 7"}, 6, "edited or moved"},
		"reordered": {[]string{
			"UPDATE audit SET seq = 99 WHERE seq = 2", "UPDATE audit SET seq = 2 WHERE seq = 3", "UPDATE audit SET seq = 3 WHERE seq = 99",
		}, 2, "edited or moved"},
		"tail cut": {[]string{"DELETE FROM audit WHERE seq > 7"}, 8, "proves that it reached event 10"},
		"tail cut with the head row": {[]string{
			"DELETE FROM audit WHERE seq > 7", "UPDATE head SET seq = 7, hash = (SELECT hash FROM audit WHERE seq = 7)",
		}, 8, "proves that it reached event 10"},
		"emptied": {[]string{"DELETE FROM audit", "UPDATE head SET seq = 0, hash = ''"}, 1, "proves that it reached event 10"},
		"added":   {[]string{"UPDATE head SET seq = 9"}, 10, "head row"},
	}
	onEachEngine(t, func(t *testing.T, f *fixture) {
		f.withEvents()
		f.exec("CREATE TABLE good AS SELECT * FROM audit")
		for name, tt := range tests {
			for _, q := range tt.statements {
				f.exec(q)
			}
			got, err := f.VerifyAudit(t.Context())
			if err != nil || got.Intact || got.FirstBad != tt.first || !strings.Contains(got.Problem, tt.says) {
				t.Errorf("%s: report %+v, %v; want event %d and %q", name, got, err, tt.first, tt.says)
			}
			f.exec("DELETE FROM audit")
			f.exec("INSERT INTO audit SELECT * FROM good")
			f.exec("UPDATE head SET seq = 10, hash = (SELECT hash FROM audit WHERE seq = 10)")
			if got, err := f.VerifyAudit(t.Context()); err != nil || !got.Intact {
				t.Fatalf("%s: put right again: %+v, %v", name, got, err)
			}
		}
	})
}

func TestCutLogThatGoesOnIsStillFound(t *testing.T) {
	onEachEngine(t, func(t *testing.T, f *fixture) {
		f.withEvents()
		f.exec("DELETE FROM audit WHERE seq > 7")
		f.exec("UPDATE head SET seq = 7, hash = (SELECT hash FROM audit WHERE seq = 7)")
		f.reopen()
		for i := range 5 {
			f.addClient(fmt.Sprintf("later-%d", i))
		}
		f.reopen()
		got, err := f.VerifyAudit(t.Context())
		if err != nil || got.Intact || got.FirstBad != 10 || !strings.Contains(got.Problem, "cut before it") {
			t.Errorf("report %+v, %v", got, err)
		}
	})
}

func TestIntactLogIsReportedWithItsLastCheckpoint(t *testing.T) {
	onEachEngine(t, func(t *testing.T, f *fixture) {
		f.withEvents()
		f.addClient("behind-the-checkpoint")
		got, err := f.VerifyAudit(t.Context())
		if err != nil || !got.Intact || got.Events != 11 || got.CheckpointSeq != 10 || got.CheckpointTime.IsZero() {
			t.Errorf("report %+v, %v", got, err)
		}
	})
}

func TestCheckpointIsWrittenWithinASecondsTick(t *testing.T) {
	f := newFixture(t, "")
	f.addClient("acme")
	deadline := time.Now().Add(time.Minute)
	for {
		points, problem, err := f.checkpoints.read()
		if err != nil || problem != "" {
			t.Fatal(err, problem)
		}
		if len(points) == 1 && points[0].Seq == 1 {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("checkpoints %v", points)
		}
		time.Sleep(checkpointEvery / 20)
	}
}

func TestTornCheckpointIsPassedOverAndAForgedOneIsNot(t *testing.T) {
	f := newFixture(t, "")
	f.addClient("acme")
	path := filepath.Join(f.options.DataDir, CheckpointFile)
	f.shut()
	appendTo(t, path, `{"seq":2,"hash":"ab`)
	f.open()
	f.addClient("second")
	f.reopen()
	if got, err := f.VerifyAudit(t.Context()); err != nil || !got.Intact || got.CheckpointSeq != 2 {
		t.Errorf("after a torn line: %+v, %v", got, err)
	}
	appendTo(t, path, `{"seq":1,"hash":"abc","at":"2026-01-01T00:00:00Z","reason":"restore","mac":"00"}`+"\n")
	if got, err := f.VerifyAudit(t.Context()); err != nil || got.Intact || !strings.Contains(got.Problem, "not written by Gatehouse") {
		t.Errorf("after a forged line: %+v, %v", got, err)
	}
}

func appendTo(t *testing.T, path, text string) {
	t.Helper()
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_APPEND, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, err := f.WriteString(text); err != nil {
		t.Fatal(err)
	}
}

func TestLongCheckpointFileKeepsItsNewestLines(t *testing.T) {
	f := newFixture(t, "")
	f.addClient("acme")
	f.shut()
	c := &checkpoints{path: filepath.Join(f.options.DataDir, CheckpointFile), keys: f.options.Keys}
	var lines []string
	for i := range mostCheckpoints {
		lines = append(lines, fmt.Sprintf(`{"seq":%d}`, i))
	}
	if err := os.WriteFile(c.path, []byte(strings.Join(lines, "\n")+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := c.tidy(); err != nil {
		t.Fatal(err)
	}
	if err := c.append(checkpoint{Seq: mostCheckpoints}); err != nil {
		t.Fatal(err)
	}
	left, err := c.readLines()
	if err != nil || len(left) != keptCheckpoints || !strings.Contains(string(left[len(left)-1]), fmt.Sprintf(`"seq":%d`, mostCheckpoints)) {
		t.Errorf("%d lines left, %v", len(left), err)
	}
}

func TestAuditListFilters(t *testing.T) {
	onEachEngine(t, func(t *testing.T, f *fixture) {
		start := f.clock
		add := func(actor, action, kind, id string) {
			by := By{Actor: gatehouse.Actor{Type: gatehouse.ActorUser, ID: actor, Name: actor + "@example.com"}}
			_, err := f.Change(t.Context(), by, func(*Tx) ([]Event, error) {
				return []Event{{Action: action, Resource: gatehouse.Resource{Type: kind, ID: id}}}, nil
			})
			if err != nil {
				t.Fatal(err)
			}
			f.clock = f.clock.Add(time.Minute)
		}
		add("us_1", "client.created", "client", "cl_1")
		add("us_2", "client.updated", "client", "cl_1")
		add("us_1", "policy.created", "policy", "po_1")
		for name, tt := range map[string]struct {
			query AuditQuery
			want  []int64
		}{
			"all":           {AuditQuery{}, []int64{3, 2, 1}},
			"actor's id":    {AuditQuery{Actor: "us_1"}, []int64{3, 1}},
			"actor's name":  {AuditQuery{Actor: "us_2@example.com"}, []int64{2}},
			"action":        {AuditQuery{Action: "policy.created"}, []int64{3}},
			"resource type": {AuditQuery{ResourceType: "client"}, []int64{2, 1}},
			"resource":      {AuditQuery{ResourceID: "cl_1", Actor: "us_1"}, []int64{1}},
			"from":          {AuditQuery{From: start.Add(time.Minute)}, []int64{3, 2}},
			"to":            {AuditQuery{To: start.Add(time.Minute)}, []int64{1}},
			"second page":   {AuditQuery{Page: Page{Cursor: cursor("audit", "3"), Limit: 1}}, []int64{2}},
		} {
			found := read(f, func(ctx context.Context, tx *Tx) (out []int64, err error) {
				events, _, err := tx.ListAudit(ctx, tt.query)
				for _, e := range events {
					out = append(out, e.Seq)
				}
				return out, err
			})
			same(t, name, found, tt.want)
		}
	})
}

package store

import (
	"context"
	"crypto/hmac"
	"fmt"
	"time"
)

// AuditReport is what [Store.VerifyAudit] found.
type AuditReport struct {
	Intact         bool
	Events         int64     // found and checked
	FirstBad       int64     // number of the first event that is wrong or missing; 0 when intact
	Problem        string    // what is wrong with it, one or two sentences; empty when intact
	CheckpointSeq  int64     // the last event that a checkpoint proves; 0: none does
	CheckpointTime time.Time // when that checkpoint was written
}

// VerifyAudit reads the whole audit log and checks that no event was edited,
// removed, added or moved: each hash covers its event and the hash before, the
// numbers run without a gap, the head row agrees with the last event, and so
// do the signed checkpoints in the data folder, which show a cut tail. The
// error is about the check itself and never about what it found.
func (s *Store) VerifyAudit(ctx context.Context) (AuditReport, error) {
	// Checkpoints are written after their commit: read before the snapshot
	// begins, they can claim nothing that the snapshot does not hold.
	points, problem, err := s.checkpoints.read()
	if err != nil {
		return AuditReport{}, err
	}
	v := verification{store: s, points: points}
	err = s.View(ctx, func(tx *Tx) error { return v.run(ctx, tx) })
	if v.report.Problem == "" {
		v.report.Problem = problem
	}
	if n := len(points); n > 0 {
		v.report.CheckpointSeq, v.report.CheckpointTime = points[n-1].Seq, points[n-1].At
	}
	v.report.Intact = v.report.Problem == ""
	return v.report, err
}

type verification struct {
	store  *Store
	points []checkpoint // by number
	report AuditReport
	seq    int64  // of the last good event
	hash   string // of the last good event
}

const verifyChunk = 1000

func (v *verification) run(ctx context.Context, tx *Tx) error {
	for v.report.Problem == "" {
		rows, err := audit.list(ctx, tx, "WHERE seq > $1 ORDER BY seq LIMIT $2", v.seq, verifyChunk)
		if err != nil {
			return err
		}
		if len(rows) == 0 {
			break
		}
		for i := range rows {
			if !v.event(&rows[i]) {
				return nil
			}
		}
	}
	h, err := tx.head(ctx)
	if err == nil {
		v.end(h)
	}
	return err
}

// event checks the next event and reports whether it is good.
func (v *verification) event(r *auditRow) bool {
	switch {
	case r.Seq != v.seq+1:
		v.bad(v.seq+1, "Event %d is missing: event %d is followed by event %d.", v.seq+1, v.seq, r.Seq)
	case !hmac.Equal([]byte(r.Hash), []byte(r.chainHash(v.store.keys))):
		v.bad(r.Seq, "Event %d was edited or moved: its hash does not match what it says.", r.Seq)
	case r.PrevHash != v.hash:
		v.bad(r.Seq, "Event %d does not follow event %d: one of the two was replaced.", r.Seq, v.seq)
	default:
		v.seq, v.hash = r.Seq, r.Hash
		v.report.Events++
		return v.checkpoint(r)
	}
	return false
}

// checkpoint compares an event with the checkpoint written when it was the
// last one, if there is any.
func (v *verification) checkpoint(r *auditRow) bool {
	for len(v.points) > 0 && v.points[0].Seq <= r.Seq {
		p := v.points[0]
		if p.Seq == r.Seq && p.Hash != r.Hash {
			v.bad(r.Seq, "Event %d is another one than the checkpoint of %s has seen: the log was cut before it and continued. %s",
				r.Seq, p.At.Format(time.RFC3339), restoredHint)
			return false
		}
		v.points = v.points[1:]
	}
	return true
}

// restoredHint tells the innocent explanation of a log that is shorter than
// its checkpoints.
const restoredHint = `If the database was put back from an older copy by hand, or another database is used with this data folder, that is why; "gatehouse restore" notes a restore in the checkpoints and is not reported.`

// end checks that the log ends where the head row and the checkpoints say.
func (v *verification) end(h head) {
	var last checkpoint
	if n := len(v.points); n > 0 {
		last = v.points[n-1]
	}
	switch {
	case last.Seq > v.seq:
		v.bad(v.seq+1, "The log ends at event %d, but the checkpoint of %s proves that it reached event %d: the events behind %d were removed. %s",
			v.seq, last.At.Format(time.RFC3339), last.Seq, v.seq, restoredHint)
	case h.seq != v.seq || h.hash != v.hash:
		v.bad(min(h.seq, v.seq)+1, "The log ends at event %d, but the head row says that event %d was the last: events were removed or added.", v.seq, h.seq)
	}
}

func (v *verification) bad(seq int64, format string, args ...any) {
	v.report.FirstBad, v.report.Problem = seq, fmt.Sprintf(format, args...)
}

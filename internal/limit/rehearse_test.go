package limit

import (
	"testing"
	"time"

	"gatehouse"
)

func TestRehearsalIsRefusedAndTakesNothing(t *testing.T) {
	tests := []struct {
		name   string
		policy *Policy
		by     string
		retry  int64
	}{
		{"rate", policy(t, "rate", rateOf(200, time.Minute), nil), "rate", 60},
		{"large rate", policy(t, "large", rateOf(gatehouse.MaxPolicyRequests, time.Hour), nil), "large", 3600},
		{"quota", policy(t, "quota", nil, quotaOf(50000, gatehouse.Day, "UTC")), "quota.quota", 12 * 3600},
		{"rate before quota", policy(t, "both", rateOf(200, time.Minute), quotaOf(50000, gatehouse.Day, "UTC")), "both", 60},
		{"quota before rate", policy(t, "tight", rateOf(200, time.Minute), quotaOf(50, gatehouse.Day, "UTC")), "tight.quota", 12 * 3600},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			set := New(epoch).Set(Attached{tt.policy, "cl_1"})
			burst(set, epoch, 3)
			before := told(set, epoch)
			var d Decision
			set.Rehearse(epoch, &d)
			if r := d.Refusal(); !d.Refused || r == nil || r.Name != tt.by || d.RetryAfter() != tt.retry {
				t.Errorf("rehearsed: %+v, retry after %d s; want a refusal by %s and %d s", d, d.RetryAfter(), tt.by, tt.retry)
			}
			if after := told(set, epoch); after != before {
				t.Errorf("the rehearsal took something: %s, before %s", after, before)
			}
		})
	}
}

func TestRehearsalWithoutAPolicyRefusesNothing(t *testing.T) {
	var d Decision
	New(epoch).Set().Rehearse(epoch, &d)
	if d.Refused || len(d.Items) != 0 {
		t.Errorf("rehearsed a limit that is not there: %+v", d)
	}
}

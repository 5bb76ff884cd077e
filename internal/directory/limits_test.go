package directory

import (
	"errors"
	"testing"
	"time"

	"gatehouse"
	"gatehouse/internal/limit"
)

func policyOf(id string, version, requests int64) gatehouse.Policy {
	return gatehouse.Policy{
		ID: id, Name: id[len("po_"):], Meta: gatehouse.Meta{Version: version},
		Rate: &gatehouse.Rate{Requests: requests, Window: time.Minute},
	}
}

// passed takes n times for a profile and reports how many were let through.
func passed(t *testing.T, d *Directory, c *Client, p *Profile, n int) (let int) {
	t.Helper()
	set, err := d.Limits(c, p)
	if err != nil {
		t.Fatal(err)
	}
	var dec limit.Decision
	for range n {
		if set.Take(epoch, &dec); !dec.Refused {
			let++
		}
	}
	return let
}

func TestLimitsAreTheClientsAndTheProfilesPolicies(t *testing.T) {
	d, p := empty(), partner(1)
	second := p.Profiles[0]
	second.ID, second.Name, second.PolicyIDs = "pr_2", "second", []string{"po_own"}
	p.Profiles = append(p.Profiles, second)
	d.Put(p)
	if err := d.PutPolicies([]gatehouse.Policy{policyOf("po_standard", 1, 10), policyOf("po_own", 1, 4)}); err != nil {
		t.Fatal(err)
	}
	c := d.Find(p.Client.ID)
	if n := passed(t, d, c, c.Profile("second"), 20); n != 4 {
		t.Errorf("second: %d passed, want its own 4", n)
	}
	if n := passed(t, d, c, c.Profile("standard-1"), 20); n != 6 {
		t.Errorf("standard: %d passed, want the 6 left of the client's 10", n)
	}
}

func TestCountsOutliveEveryEdit(t *testing.T) {
	d, p := empty(), partner(1)
	d.Put(p)
	policies := []gatehouse.Policy{policyOf("po_standard", 1, 10)}
	_ = d.PutPolicies(policies)
	c := d.Find(p.Client.ID)
	passed(t, d, c, c.Profile("standard-1"), 10)

	d.Put(p)
	c = d.Find(p.Client.ID)
	if n := passed(t, d, c, c.Profile("standard-1"), 5); n != 0 {
		t.Errorf("%d passed after the client was written again", n)
	}
	policies[0] = policyOf("po_standard", 2, 13)
	_ = d.PutPolicies(policies)
	if n := passed(t, d, c, c.Profile("standard-1"), 5); n != 3 {
		t.Errorf("%d passed after the limit was raised by 3", n)
	}
}

func TestPolicyThatCannotBeAppliedRefuses(t *testing.T) {
	d, p := empty(), partner(1)
	d.Put(p)
	c := d.Find(p.Client.ID)
	check := func(when string) {
		t.Helper()
		_, err := d.Limits(c, c.Profile("standard-1"))
		if e, ok := errors.AsType[*gatehouse.Error](err); !ok || e.Code != "config_invalid" {
			t.Errorf("%s: %v", when, err)
		}
	}
	check("policy not there")
	bad := policyOf("po_standard", 1, 10)
	bad.Quota = &gatehouse.Quota{Requests: 1, Period: gatehouse.Day, TimeZone: "Middle/Earth"}
	if err := d.PutPolicies([]gatehouse.Policy{bad, policyOf("po_other", 1, 1)}); err == nil {
		t.Error("a policy that cannot be counted is not named")
	}
	check("policy cannot be counted")
	if err := d.PutPolicies([]gatehouse.Policy{policyOf("po_standard", 2, 10)}); err != nil {
		t.Error(err)
	}
	if n := passed(t, d, c, c.Profile("standard-1"), 1); n != 1 {
		t.Error("the repaired policy still refuses")
	}
}

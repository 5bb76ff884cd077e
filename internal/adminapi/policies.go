package adminapi

import (
	"gatehouse"
)

// policyJSON is a rate limit, a quota or both.
type policyJSON struct {
	ID string `json:"id" doc:"Id of the policy." example:"po_01jd3w8m5z7n4q2v6x9k1b0c8e"`
	PolicyFieldsJSON
	MetaJSON
}

// PolicyFieldsJSON is a policy but for its id and version.
type PolicyFieldsJSON struct {
	Name        string     `json:"name" doc:"Unique name; partners see it in the RateLimit headers." example:"standard-partner-200rpm"`
	Description string     `json:"description" doc:"For people." example:"What a normal partner gets"`
	Rate        *rateJSON  `json:"rate" doc:"Requests in any window of a length; null: no rate limit."`
	Quota       *quotaJSON `json:"quota" doc:"Requests in a calendar period; null: no quota."`
}

type rateJSON struct {
	Requests int64  `json:"requests" minimum:"1" maximum:"1000000000000" doc:"Requests allowed in any window of this length." example:"200"`
	Window   string `json:"window" pattern:"^[0-9]+(s|m|h)$" doc:"Length of the window: whole seconds from 1s to 24h." example:"1m"`
}

type quotaJSON struct {
	Requests int64  `json:"requests" minimum:"1" maximum:"1000000000000" doc:"Requests allowed in the period." example:"50000"`
	Period   string `json:"period" enum:"hour,day,week,month" doc:"Calendar period; a week starts on Monday." example:"day"`
	TimeZone string `json:"time_zone" doc:"IANA time zone in which the period is counted." example:"UTC"`
}

func policyOf(p gatehouse.Policy) policyJSON {
	return policyJSON{p.ID, policyFieldsOf(p), metaOf(p.Meta)}
}

func policyFieldsOf(p gatehouse.Policy) PolicyFieldsJSON {
	j := PolicyFieldsJSON{Name: p.Name, Description: p.Description}
	if p.Rate != nil {
		j.Rate = &rateJSON{p.Rate.Requests, gatehouse.FormatDuration(p.Rate.Window)}
	}
	if p.Quota != nil {
		j.Quota = &quotaJSON{p.Quota.Requests, string(p.Quota.Period), p.Quota.TimeZone}
	}
	return j
}

// newPolicyJSON is what a caller may say about a policy.
type newPolicyJSON struct {
	Name        string        `json:"name" pattern:"^[a-z0-9][a-z0-9-]{1,62}$" doc:"Unique name; partners see it in the RateLimit headers." example:"standard-partner-200rpm"`
	Description string        `json:"description,omitempty" maxLength:"4096" doc:"For people." example:"What a normal partner gets"`
	Rate        *rateJSON     `json:"rate,omitempty" doc:"Requests in any window of a length. A policy has a rate, a quota or both."`
	Quota       *newQuotaJSON `json:"quota,omitempty" doc:"Requests in a calendar period."`
}

type newQuotaJSON struct {
	Requests int64  `json:"requests" minimum:"1" maximum:"1000000000000" doc:"Requests allowed in the period." example:"50000"`
	Period   string `json:"period" enum:"hour,day,week,month" doc:"Calendar period; a week starts on Monday." example:"day"`
	TimeZone string `json:"time_zone,omitempty" default:"UTC" doc:"IANA time zone in which the period is counted." example:"UTC"`
}

func (in newPolicyJSON) apply(p *gatehouse.Policy) error {
	var f gatehouse.Fields
	p.Name, p.Description, p.Rate, p.Quota = in.Name, in.Description, nil, nil
	if in.Rate != nil {
		p.Rate = &gatehouse.Rate{Requests: in.Rate.Requests, Window: duration(&f, "/rate/window", in.Rate.Window)}
	}
	if in.Quota != nil {
		p.Quota = &gatehouse.Quota{Requests: in.Quota.Requests, Period: gatehouse.Period(in.Quota.Period), TimeZone: in.Quota.TimeZone}
		if p.Quota.TimeZone == "" {
			p.Quota.TimeZone = "UTC"
		}
	}
	return f.Err()
}

func newPolicyOf(p gatehouse.Policy) newPolicyJSON {
	j := newPolicyJSON{Name: p.Name, Description: p.Description}
	if p.Rate != nil {
		j.Rate = &rateJSON{p.Rate.Requests, gatehouse.FormatDuration(p.Rate.Window)}
	}
	if p.Quota != nil {
		j.Quota = &newQuotaJSON{p.Quota.Requests, string(p.Quota.Period), p.Quota.TimeZone}
	}
	return j
}

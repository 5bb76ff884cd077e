package adminapi

import (
	"time"

	"gatehouse"
	"gatehouse/internal/manage"
	"gatehouse/internal/rest"
)

// onboardingJSON is what an onboarding made, or would make.
type onboardingJSON struct {
	Client   onboardedClientJSON  `json:"client" doc:"The new client."`
	Profile  onboardedProfileJSON `json:"profile" doc:"Its profile."`
	Token    *onboardedTokenJSON  `json:"token" doc:"Its token with the secret, this once; null where the method takes none, or the partner makes it in the portal."`
	HandOver handOverJSON         `json:"hand_over" doc:"All the partner needs for the first call."`
}

// The resources of an onboarding are those of the other calls, except that a
// dry run knows no id, time or version: there they are null.
type (
	onboardedClientJSON struct {
		ID *string `json:"id" doc:"The Client ID; null in a dry run." example:"cl_01jd3w8m5z7n4q2v6x9k1b0c8e"`
		ClientFieldsJSON
		OnboardedMetaJSON
	}
	onboardedProfileJSON struct {
		ID       *string `json:"id" doc:"Generated id; null in a dry run." example:"pr_01jd3w8m5z7n4q2v6x9k1b0c8e"`
		ClientID *string `json:"client_id" doc:"The new client; null in a dry run." example:"cl_01jd3w8m5z7n4q2v6x9k1b0c8e"`
		ProfileFieldsJSON
		OnboardedMetaJSON
	}
	onboardedTokenJSON struct {
		ID         *string    `json:"id" doc:"Id of the token; null in a dry run." example:"tk_01jd3w8m5z7n4q2v6x9k1b0c8e"`
		Prefix     *string    `json:"prefix" doc:"First characters of the secret; null in a dry run." example:"ght_7Kq2"`
		Status     string     `json:"status" enum:"active,retiring,expired,revoked" doc:"Where in its life the token is." example:"active"`
		CreatedAt  *time.Time `json:"created_at" doc:"When it was created; null in a dry run." example:"2026-03-01T09:30:00Z"`
		ExpiresAt  *time.Time `json:"expires_at" doc:"When it stops working; null: never." example:"2027-03-01T09:30:00Z"`
		LastUsedAt *time.Time `json:"last_used_at" doc:"Last accepted use; null: never used."`
		LastUsedIP *string    `json:"last_used_ip" doc:"Address of the last accepted use; null: never used."`
		UseCount   int64      `json:"use_count" doc:"Accepted uses." example:"0"`
		Secret     *once      `json:"secret" doc:"The token itself. Shown this once; null in a replay and in a dry run." example:"ght_7Kq2mXv9RtYb3NcLpW5sHd8GjF1aZe4UoQi6TnDr0BxM2kVCwE"`
		Link       *linkJSON  `json:"link" doc:"One-time link from which the partner reads the token; null in a dry run, and unless asked for."`
	}
	onboardedPolicyJSON struct {
		ID *string `json:"id" doc:"Id of the policy; null for a new one in a dry run." example:"po_01jd3w8m5z7n4q2v6x9k1b0c8e"`
		PolicyFieldsJSON
	}
	// OnboardedMetaJSON is MetaJSON with nothing known yet in a dry run.
	OnboardedMetaJSON struct {
		CreatedAt *time.Time `json:"created_at" doc:"When it was created; null in a dry run." example:"2026-03-01T09:30:00Z"`
		UpdatedAt *time.Time `json:"updated_at" doc:"When it was last changed; null in a dry run." example:"2026-03-01T09:30:00Z"`
		Version   *int64     `json:"version" doc:"One more with each change; null in a dry run." example:"1"`
	}
)

// handOverJSON is the sheet that goes to the partner.
type handOverJSON struct {
	BaseURL     string                   `json:"base_url" doc:"The gateway's public URL." example:"https://api.example.com"`
	ClientID    *string                  `json:"client_id" doc:"To be sent as X-Client-ID; null in a dry run." example:"cl_01jd3w8m5z7n4q2v6x9k1b0c8e"`
	ProfileID   string                   `json:"profile_id" doc:"The profile's name, to be sent as X-Profile-ID." example:"acme-corp-standard"`
	Token       *once                    `json:"token" doc:"The token, this once; null in a dry run and in a replay." example:"ght_7Kq2mXv9RtYb3NcLpW5sHd8GjF1aZe4UoQi6TnDr0BxM2kVCwE"`
	Collections []handOverCollectionJSON `json:"collections" doc:"What the partner may call."`
	Policies    []onboardedPolicyJSON    `json:"policies" doc:"The limits that apply."`
	PortalURL   string                   `json:"portal_url" doc:"Where the partner reads and tries the APIs." example:"https://portal.example.com"`
	Curl        *once                    `json:"curl" doc:"A first call to paste into a shell; it holds the token. Null in a dry run and in a replay." example:"curl -i 'https://api.example.com/shipments/track/12345' -H 'X-Client-ID: cl_01jd3w8m5z7n4q2v6x9k1b0c8e' …"`
	Link        *once                    `json:"link" doc:"One-time link to the token, this once; null unless asked for." example:"https://portal.example.com/reveal/9fKx2mQv7"`
}

type handOverCollectionJSON struct {
	Name      string `json:"name" doc:"Its name." example:"shipments"`
	Title     string `json:"title" doc:"For people." example:"Shipment tracking"`
	URL       string `json:"url" doc:"Where it begins." example:"https://api.example.com/shipments"`
	PortalURL string `json:"portal_url" doc:"Its page in the portal." example:"https://portal.example.com/collections/shipments"`
}

func onboardingOf(o manage.Onboarded) onboardingJSON {
	return onboardingJSON{
		Client:  onboardedClientJSON{rest.OptionalText(o.Client.ID), clientFieldsOf(o.Client), onboardedMetaOf(o.Client.Meta)},
		Profile: onboardedProfileJSON{rest.OptionalText(o.Profile.ID), rest.OptionalText(o.Profile.ClientID), profileFieldsOf(o.Profile), onboardedMetaOf(o.Profile.Meta)},
		Token:   onboardedTokenOf(o.Token), HandOver: handOverOf(o.HandOver),
	}
}

func onboardedMetaOf(m gatehouse.Meta) OnboardedMetaJSON {
	j := OnboardedMetaJSON{CreatedAt: rest.OptionalTime(m.CreatedAt), UpdatedAt: rest.OptionalTime(m.UpdatedAt)}
	if m.Version != 0 {
		j.Version = &m.Version
	}
	return j
}

func onboardedTokenOf(t *manage.IssuedToken) *onboardedTokenJSON {
	if t == nil {
		return nil
	}
	j := issuedTokenOf(t)
	return &onboardedTokenJSON{
		ID: rest.OptionalText(j.ID), Prefix: rest.OptionalText(j.Prefix), Status: j.Status, CreatedAt: rest.OptionalTime(j.CreatedAt),
		ExpiresAt: j.ExpiresAt, LastUsedAt: j.LastUsedAt, LastUsedIP: j.LastUsedIP, UseCount: j.UseCount, Secret: j.Secret, Link: j.Link,
	}
}

func handOverOf(h manage.HandOver) handOverJSON {
	return handOverJSON{
		BaseURL: h.BaseURL, ClientID: rest.OptionalText(h.ClientID), ProfileID: h.ProfileID, Token: onceOf(h.Token),
		Collections: rest.Each(h.Collections, func(c manage.HandOverCollection) handOverCollectionJSON { return handOverCollectionJSON(c) }),
		Policies: rest.Each(h.Policies, func(p gatehouse.Policy) onboardedPolicyJSON {
			return onboardedPolicyJSON{rest.OptionalText(p.ID), policyFieldsOf(p)}
		}),
		PortalURL: h.PortalURL, Curl: onceOf(h.Curl), Link: onceOf(h.Link),
	}
}

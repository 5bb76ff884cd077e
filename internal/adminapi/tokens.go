package adminapi

import (
	"time"

	"gatehouse"
	"gatehouse/internal/manage"
	"gatehouse/internal/rest"
)

// TokenJSON is a token without its secret.
type TokenJSON struct {
	ID         string     `json:"id" doc:"Id of the token." example:"tk_01jd3w8m5z7n4q2v6x9k1b0c8e"`
	Prefix     string     `json:"prefix" doc:"First characters of the secret, to recognise it: 8 of a generated one, 4 of a pasted one." example:"ght_7Kq2"`
	Status     string     `json:"status" enum:"active,retiring,expired,revoked" doc:"A retiring token was replaced by a rotation and works until it expires." example:"active"`
	CreatedAt  time.Time  `json:"created_at" doc:"When it was created." example:"2026-03-01T09:30:00Z"`
	ExpiresAt  *time.Time `json:"expires_at" doc:"When it stops working; null: never." example:"2027-03-01T09:30:00Z"`
	LastUsedAt *time.Time `json:"last_used_at" doc:"Last accepted use, kept about once a minute; null: never used." example:"2026-03-02T11:05:00Z"`
	LastUsedIP *string    `json:"last_used_ip" doc:"Address of the last accepted use; null: never used." example:"203.0.113.7"`
	UseCount   int64      `json:"use_count" doc:"Accepted uses." example:"1204"`
}

func tokenOf(t gatehouse.Token) TokenJSON {
	return TokenJSON{
		ID: t.ID, Prefix: t.Prefix, Status: string(t.Status(time.Now())), CreatedAt: t.CreatedAt.UTC(),
		ExpiresAt: rest.OptionalTime(t.ExpiresAt), LastUsedAt: rest.OptionalTime(t.LastUsedAt),
		LastUsedIP: rest.OptionalText(t.LastUsedIP), UseCount: t.UseCount,
	}
}

// issuedTokenJSON is a token at the only moment its secret is known.
type issuedTokenJSON struct {
	TokenJSON
	Secret *once     `json:"secret" doc:"The token itself. Shown this once; null in a replay and in a dry run." example:"ght_7Kq2mXv9RtYb3NcLpW5sHd8GjF1aZe4UoQi6TnDr0BxM2kVCwE"`
	Link   *linkJSON `json:"link" doc:"One-time link from which the partner reads the token; null unless asked for."`
}

// linkJSON is a one-time link at the only moment its address is known.
type linkJSON struct {
	ID        string    `json:"id" doc:"Id of the link, to revoke it." example:"ln_01jd3w8m5z7n4q2v6x9k1b0c8e"`
	URL       *once     `json:"url" doc:"Address to send to the partner. Shown this once; null in a replay." example:"https://portal.example.com/reveal/9fKx2mQv7"`
	ExpiresAt time.Time `json:"expires_at" doc:"24 hours after it was made." example:"2026-03-02T09:30:00Z"`
}

func issuedTokenOf(t *manage.IssuedToken) *issuedTokenJSON {
	if t == nil {
		return nil
	}
	j := &issuedTokenJSON{TokenJSON: tokenOf(t.Token), Secret: onceOf(t.Secret)}
	if t.Link != nil {
		j.Link = &linkJSON{t.Link.ID, onceOf(t.Link.URL), t.Link.ExpiresAt.UTC()}
	}
	return j
}

// newTokenJSON asks for a token.
type newTokenJSON struct {
	Generate     bool       `json:"generate,omitempty" doc:"Let Gatehouse make the secret. Either this or value." example:"true"`
	Value        string     `json:"value,omitempty" minLength:"32" maxLength:"512" pattern:"^[A-Za-z0-9._~+/-]+=*$" doc:"A secret of your own: 32 to 512 characters of RFC 6750's b64token." writeOnly:"true"`
	ExpiresAt    *time.Time `json:"expires_at,omitempty" doc:"When it stops working; left out: never." example:"2027-03-01T09:30:00Z"`
	HandOverLink bool       `json:"hand_over_link,omitempty" doc:"Also make a one-time link from which the partner reads the secret."`
}

func (in newTokenJSON) token() gatehouse.NewToken {
	return gatehouse.NewToken{
		Generate: in.Generate, Value: gatehouse.Secret(in.Value),
		ExpiresAt: timeOf(in.ExpiresAt), HandOverLink: in.HandOverLink,
	}
}

// rotationJSON asks for a new token in the place of the old ones.
type rotationJSON struct {
	Overlap      string     `json:"overlap" pattern:"^[0-9]+(s|m|h|d)$" doc:"How long the old tokens go on working: 0s to 90d." example:"24h"`
	Value        string     `json:"value,omitempty" minLength:"32" maxLength:"512" pattern:"^[A-Za-z0-9._~+/-]+=*$" doc:"A secret of your own; left out: one is generated." writeOnly:"true"`
	ExpiresAt    *time.Time `json:"expires_at,omitempty" doc:"When the new token stops working; left out: never." example:"2027-03-01T09:30:00Z"`
	HandOverLink bool       `json:"hand_over_link,omitempty" doc:"Also make a one-time link from which the partner reads the secret."`
}

func (in rotationJSON) rotation() (manage.Rotation, error) {
	var f gatehouse.Fields
	r := manage.Rotation{Overlap: duration(&f, "/overlap", in.Overlap), Token: gatehouse.NewToken{
		Generate: in.Value == "", Value: gatehouse.Secret(in.Value),
		ExpiresAt: timeOf(in.ExpiresAt), HandOverLink: in.HandOverLink,
	}}
	if in.Overlap == "" {
		f.Add("/overlap", `must be "0s" to "90d"`)
	}
	return r, f.Err()
}

package adminapi

import (
	"time"

	"gatehouse"
	"gatehouse/internal/manage"
	"gatehouse/internal/rest"
)

// APIKeyJSON lets a program use this API.
type APIKeyJSON struct {
	ID         string     `json:"id" doc:"Id of the key." example:"ak_01jd3w8m5z7n4q2v6x9k1b0c8e"`
	Name       string     `json:"name" doc:"Unique name." example:"deploy-pipeline"`
	Role       string     `json:"role" enum:"admin,editor,viewer,auditor" doc:"What the key may do." example:"editor"`
	Prefix     string     `json:"prefix" doc:"First characters of the secret, to recognise it." example:"ghk_9xTq"`
	Status     string     `json:"status" enum:"active,expired,revoked" doc:"Whether it works." example:"active"`
	ExpiresAt  *time.Time `json:"expires_at" doc:"When it stops working; null: never." example:"2027-03-01T09:30:00Z"`
	RevokedAt  *time.Time `json:"revoked_at" doc:"When it was revoked; null: it was not." example:"2026-06-01T09:30:00Z"`
	LastUsedAt *time.Time `json:"last_used_at" doc:"Last use; null: never." example:"2026-03-02T11:05:00Z"`
	MetaJSON
}

// issuedAPIKeyJSON is a key at the only moment its secret is known.
type issuedAPIKeyJSON struct {
	APIKeyJSON
	Secret *once `json:"secret" doc:"The key itself. Shown this once; null in a replay." example:"ghk_9xTqR4mWv7LsYc2HnB6kPz8DjF1aZe5UoQi3TgNr0XbM7wVCyE"`
}

func apiKeyOf(k gatehouse.APIKey) APIKeyJSON {
	return APIKeyJSON{
		ID: k.ID, Name: k.Name, Role: string(k.Role), Prefix: k.Prefix, Status: keyStatus(k, time.Now()),
		ExpiresAt: rest.OptionalTime(k.ExpiresAt), RevokedAt: rest.OptionalTime(k.RevokedAt),
		LastUsedAt: rest.OptionalTime(k.LastUsedAt), MetaJSON: metaOf(k.Meta),
	}
}

func keyStatus(k gatehouse.APIKey, now time.Time) string {
	switch {
	case !k.RevokedAt.IsZero():
		return "revoked"
	case !k.ExpiresAt.IsZero() && !now.Before(k.ExpiresAt):
		return "expired"
	default:
		return "active"
	}
}

func issuedAPIKeyOf(k manage.IssuedAPIKey) issuedAPIKeyJSON {
	return issuedAPIKeyJSON{apiKeyOf(k.APIKey), onceOf(k.Secret)}
}

// newAPIKeyJSON asks for a key.
type newAPIKeyJSON struct {
	Name      string     `json:"name" pattern:"^[a-z0-9][a-z0-9-]{1,62}$" doc:"Unique name." example:"deploy-pipeline"`
	Role      string     `json:"role" enum:"admin,editor,viewer,auditor" doc:"Not above your own." example:"editor"`
	ExpiresAt *time.Time `json:"expires_at,omitempty" doc:"When it stops working; left out: never." example:"2027-03-01T09:30:00Z"`
}

func (in newAPIKeyJSON) apply(k *gatehouse.APIKey) error {
	k.Name, k.Role, k.ExpiresAt = in.Name, gatehouse.Role(in.Role), timeOf(in.ExpiresAt)
	return nil
}

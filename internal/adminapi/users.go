package adminapi

import (
	"time"

	"gatehouse/internal/rest"

	"gatehouse"
)

// UserJSON is a person who signs in to the Management UI.
type UserJSON struct {
	ID           string     `json:"id" doc:"Id of the user." example:"us_01jd3w8m5z7n4q2v6x9k1b0c8e"`
	Email        string     `json:"email" doc:"Unique; what the user signs in with." example:"dana@example.com"`
	Name         string     `json:"name" doc:"For people." example:"Dana Kim"`
	Role         string     `json:"role" enum:"admin,editor,viewer,auditor" doc:"What the user may do." example:"editor"`
	Status       string     `json:"status" enum:"enabled,disabled" doc:"A disabled user cannot sign in." example:"enabled"`
	LastSignInAt *time.Time `json:"last_sign_in_at" doc:"Last sign-in; null: never." example:"2026-03-02T11:05:00Z"`
	HasPassword  bool       `json:"has_password" doc:"Whether a password is set." example:"true"`
	SingleSignOn bool       `json:"single_sign_on" doc:"Whether the user is linked to an account of the single sign-on." example:"false"`
	InvitedUntil *time.Time `json:"invited_until" doc:"When the open invitation ends; null: there is none." example:"2026-03-04T09:30:00Z"`
	MetaJSON
}

func userOf(u gatehouse.User) UserJSON {
	return UserJSON{
		ID: u.ID, Email: u.Email, Name: u.Name, Role: string(u.Role), Status: string(u.Status),
		LastSignInAt: rest.OptionalTime(u.LastSignInAt), HasPassword: u.HasPassword, SingleSignOn: u.Subject != "",
		InvitedUntil: rest.OptionalTime(u.InvitedUntil), MetaJSON: metaOf(u.Meta),
	}
}

// newUserJSON is what a caller may say about a user.
type newUserJSON struct {
	Email    string `json:"email" doc:"Unique; what the user signs in with." example:"dana@example.com"`
	Name     string `json:"name,omitempty" maxLength:"256" doc:"For people." example:"Dana Kim"`
	Role     string `json:"role" enum:"admin,editor,viewer,auditor" doc:"Not above your own." example:"editor"`
	Status   string `json:"status,omitempty" clear:"false" enum:"enabled,disabled" default:"enabled" doc:"A disabled user cannot sign in."`
	Password string `json:"password,omitempty" fixed:"true" minLength:"12" maxLength:"1024" writeOnly:"true" doc:"Without one the user is invited to choose it."`
}

func (in newUserJSON) apply(u *gatehouse.User) error {
	u.Email, u.Name, u.Role, u.Status = gatehouse.NormalizeEmail(in.Email), in.Name, gatehouse.Role(in.Role), statusOf(in.Status)
	return nil
}

func newUserOf(u gatehouse.User) newUserJSON {
	return newUserJSON{Email: u.Email, Name: u.Name, Role: string(u.Role), Status: string(u.Status)}
}

package adminapi

import (
	"time"

	"gatehouse"
	"gatehouse/internal/signin"
)

// SessionJSON is a user's sign-in to the Management UI.
type SessionJSON struct {
	ID        string    `json:"id" doc:"Id of the session." example:"se_01jd3w8m5z7n4q2v6x9k1b0c8e"`
	Current   bool      `json:"current" doc:"Whether this call came with it." example:"true"`
	CreatedAt time.Time `json:"created_at" doc:"When the user signed in." example:"2026-03-01T09:30:00Z"`
	ExpiresAt time.Time `json:"expires_at" doc:"When it ends by itself." example:"2026-03-01T21:30:00Z"`
	IP        string    `json:"ip" doc:"Address that the user signed in from." example:"198.51.100.7"`
	UserAgent string    `json:"user_agent" doc:"What the browser called itself; text from outside." example:"Mozilla/5.0 (X11; Linux x86_64)"`
}

func sessionOf(s gatehouse.Session, currentID string) SessionJSON {
	return SessionJSON{
		ID: s.ID, Current: s.ID == currentID, CreatedAt: s.CreatedAt, ExpiresAt: s.ExpiresAt, IP: s.IP, UserAgent: s.UserAgent,
	}
}

// startedJSON is a session that began, and whose it is.
type startedJSON struct {
	SessionJSON
	User UserJSON `json:"user" doc:"Who signed in."`
}

func startedOf(s signin.Started) startedJSON {
	return startedJSON{sessionOf(s.Session, s.Session.ID), userOf(s.User)}
}

// credentialsJSON is what a user signs in with.
type credentialsJSON struct {
	Email    string `json:"email" maxLength:"1024" doc:"Address of the user; letter case does not count." example:"dana@example.com"`
	Password string `json:"password" maxLength:"1024" writeOnly:"true" doc:"The user's password."`
}

// setUpJSON makes the first admin.
type setUpJSON struct {
	Code     string `json:"code" maxLength:"128" writeOnly:"true" doc:"The one-time code from the terminal."`
	Name     string `json:"name,omitempty" maxLength:"256" doc:"For people." example:"Dana Kim"`
	Email    string `json:"email" maxLength:"1024" doc:"What the admin signs in with." example:"dana@example.com"`
	Password string `json:"password" minLength:"12" maxLength:"1024" writeOnly:"true" doc:"12 to 1024 characters; length is the only rule."`
}

// signInOptionsJSON is what the sign-in page offers.
type signInOptionsJSON struct {
	SingleSignOn  *singleSignOnJSON `json:"single_sign_on" doc:"Sign-in with another account; null: not set up."`
	SetupRequired bool              `json:"setup_required" doc:"There is no user yet; the first one is made with the set-up link." example:"false"`
}

type singleSignOnJSON struct {
	Name string `json:"name" doc:"What the button says." example:"Northwind account"`
	URL  string `json:"url" doc:"Path to send the browser to, below the console's URL; ?next= takes a path of the console to come back to." example:"/api/v1/sign-in/oidc"`
}

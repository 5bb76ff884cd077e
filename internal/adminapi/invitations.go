package adminapi

import (
	"context"
	"time"

	"gatehouse"
	"gatehouse/internal/manage"
	"gatehouse/internal/rest"
)

// invitationJSON is an invitation at the only moment its address is known.
type invitationJSON struct {
	URL       *once     `json:"url" doc:"Where the user chooses a password. Works once; shown this once, null in a replay." example:"https://console.example.com/setup?invitation=ghi_4xTqR4mWv7LsYc2HnB6kPz8DjF1aZe5UoQi3TgNr0XbM7wVCyE"`
	ExpiresAt time.Time `json:"expires_at" doc:"When it stops working: 72 hours after it was made." example:"2026-03-04T09:30:00Z"`
	MailID    string    `json:"mail_id" doc:"The mail in the Outbox." example:"ml_01jd3w8m5z7n4q2v6x9k1b0c8e"`
	Mailed    bool      `json:"mailed" doc:"The mail goes out by itself; false: no mail server is set, so pass the address on." example:"true"`
}

func invitationOf(i manage.Invitation) *invitationJSON {
	return &invitationJSON{onceOf(i.URL), i.ExpiresAt, i.MailID, i.Mailed}
}

// createdUserJSON is a new user, invited unless a password was given.
type createdUserJSON struct {
	UserJSON
	Invitation *invitationJSON `json:"invitation" doc:"Null where a password was given or the user is disabled."`
}

// invitedUserJSON is what the page of an invitation shows.
type invitedUserJSON struct {
	Email     string    `json:"email" doc:"What the user will sign in with." example:"dana@example.com"`
	Name      string    `json:"name" doc:"As the admin wrote it; may be empty." example:"Dana Kim"`
	Role      string    `json:"role" enum:"admin,editor,viewer,auditor" doc:"What the user may do." example:"editor"`
	ExpiresAt time.Time `json:"expires_at" doc:"When the invitation stops working." example:"2026-03-04T09:30:00Z"`
}

// acceptanceJSON accepts an invitation.
type acceptanceJSON struct {
	Name     string `json:"name,omitempty" maxLength:"256" doc:"For people; left out: as the admin wrote it." example:"Dana Kim"`
	Password string `json:"password" minLength:"12" maxLength:"1024" writeOnly:"true" doc:"12 to 1024 characters; length is the only rule."`
}

// ByCode names an invitation by its credential.
type ByCode struct {
	Code string `path:"code" doc:"The code from the invitation's address." maxLength:"128" example:"ghi_4xTqR4mWv7LsYc2HnB6kPz8DjF1aZe5UoQi3TgNr0XbM7wVCyE"`
}

func (a *api) inviteUser(ctx context.Context, in *struct{ rest.ByID }) (*rest.Answer[invitationJSON], error) {
	i, err := a.Control.InviteUser(ctx, by(ctx), in.ID)
	if err != nil {
		return nil, err
	}
	return rest.Shown(*invitationOf(i)), nil
}

func (a *api) getInvitation(ctx context.Context, in *struct{ ByCode }) (*rest.Answer[invitedUserJSON], error) {
	u, err := a.Desk.Invited(ctx, gatehouse.Secret(in.Code), callOf(ctx).From)
	if err != nil {
		return nil, err
	}
	return rest.Shown(invitedUserJSON{u.Email, u.Name, string(u.Role), u.InvitedUntil}), nil
}

type acceptIn struct {
	ByCode
	Body rest.Body[acceptanceJSON]
}

func (a *api) acceptInvitation(ctx context.Context, in *acceptIn) (*signedIn, error) {
	sent, err := in.Body.Value()
	if err != nil {
		return nil, err
	}
	s, err := a.Desk.AcceptInvitation(ctx, gatehouse.Secret(in.Code), sent.Name, attempt(ctx, "", sent.Password))
	if err != nil {
		return nil, err
	}
	return a.signedIn(s), nil
}

package adminapi

import (
	"context"

	"gatehouse/internal/rest"
)

// mailServerJSON is where mails go, which is set at the start.
type mailServerJSON struct {
	Server *string `json:"server" doc:"Host and port of the mail server; null: none is set, so mails stay in the Outbox." example:"mail.example.com:587"`
	From   *string `json:"from" doc:"Sender of all mails; null without a server." example:"gatehouse@example.com"`
}

func (a *api) getMailServer(ctx context.Context, _ *struct{}) (*rest.Answer[mailServerJSON], error) {
	s, err := a.Control.MailServer(by(ctx))
	if err != nil {
		return nil, err
	}
	var out mailServerJSON
	if s != nil {
		out = mailServerJSON{rest.OptionalText(s.Addr()), rest.OptionalText(s.From())}
	}
	return rest.Shown(out), nil
}

// testMailJSON asks for a test mail.
type testMailJSON struct {
	To string `json:"to" maxLength:"320" doc:"Recipient." example:"dana@example.com"`
}

// mailTrialJSON is how a test mail fared.
type mailTrialJSON struct {
	Sent   bool   `json:"sent" doc:"The mail server took it." example:"true"`
	Answer string `json:"answer" doc:"What the mail server or the network said; text from outside." example:"250 2.0.0 OK: queued"`
	MailID string `json:"mail_id" doc:"The mail in the Outbox." example:"ml_01jd3w8m5z7n4q2v6x9k1b0c8e"`
}

func (a *api) sendTestMail(ctx context.Context, in *struct{ Body rest.Body[testMailJSON] }) (*rest.Answer[mailTrialJSON], error) {
	sent, err := in.Body.Value()
	if err != nil {
		return nil, err
	}
	trial, err := a.Control.SendTestMail(ctx, by(ctx), sent.To)
	if err != nil {
		return nil, err
	}
	return rest.Shown(mailTrialJSON{trial.Sent, trial.Answer, trial.MailID}), nil
}

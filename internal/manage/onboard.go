package manage

import (
	"context"
	"errors"
	"slices"
	"strconv"

	"gatehouse"
	"gatehouse/internal/seal"
	"gatehouse/internal/store"
)

// errDryRun takes back what a dry run wrote.
var errDryRun = errors.New("dry run")

// Onboard does the whole recipe for one partner in one transaction: client,
// profile, token, access, policies, portal emails. A dry run checks all of it
// against the store as it is and takes everything back.
//
// Pointers of errors are into the body of an onboarding: /client/name,
// /profile/token/value, /collections/0, /policies/1/rate/requests,
// /portal_emails/0.
func (c *Control) Onboard(ctx context.Context, by Caller, in Onboarding, dryRun bool) (Onboarded, error) {
	if err := by.MayWrite(gatehouse.AreaPartners); err != nil {
		return Onboarded{}, err
	}
	in = normalOnboarding(in)
	if dryRun {
		by.Idempotency = nil
	}
	var out Onboarded
	o := onboarding{Control: c, in: in}
	err := c.change(ctx, by, func(tx *store.Tx, t *trail) (err error) {
		o.tx, o.trail = tx, t
		if out, err = o.run(ctx); err == nil && dryRun {
			err = errDryRun
		}
		return err
	})
	switch {
	case dryRun && errors.Is(err, errDryRun):
		return withoutIDs(out, o.made), nil
	case err != nil:
		return Onboarded{}, err
	}
	return out, nil
}

func normalOnboarding(in Onboarding) Onboarding {
	in.Client = newClient(in.Client)
	in.Profile.ClientID = in.Client.ID
	in.Profile = newProfile(in.Profile)
	if in.Token == nil && in.Profile.Auth.Type == gatehouse.AuthToken && !in.Profile.SelfService {
		in.Token = &gatehouse.NewToken{Generate: true}
	}
	return in
}

// onboarding is one run of the recipe.
type onboarding struct {
	*Control
	tx    *store.Tx
	trail *trail
	in    Onboarding
	made  []string // ids of the new policies
}

func (o *onboarding) run(ctx context.Context) (out Onboarded, err error) {
	choices, err := o.check(ctx)
	if err != nil {
		return out, err
	}
	client, err := o.client(ctx, choices)
	if err != nil {
		return out, err
	}
	profile, err := o.insertProfile(ctx, o.tx, o.trail, o.in.Profile, o.in.Token)
	if err != nil {
		return out, under("/profile", err)
	}
	for _, co := range choices.collections {
		if err := giveAccess(ctx, o.tx, o.trail, co, client); err != nil {
			return out, err
		}
	}
	if err := o.finishDraft(ctx); err != nil {
		return out, err
	}
	out = Onboarded{Profile: profile.Profile, Token: profile.Token}
	if out.Client, err = o.tx.Client(ctx, client.ID); err != nil {
		return out, err
	}
	out.HandOver = o.handOver(out, choices.collections, choices.policies)
	return out, nil
}

// finishDraft deletes the draft. One that is gone already was finished by
// somebody else, or by the click before.
func (o *onboarding) finishDraft(ctx context.Context) error {
	if o.in.Draft == "" {
		return nil
	}
	err := deleteDraft(ctx, o.tx, o.trail, o.in.Draft, 0)
	if notFound(err) {
		return invalid("?draft", "is not the id of a draft; it may have been finished already")
	}
	return err
}

// choices are what an onboarding refers to, resolved.
type choices struct {
	collections []gatehouse.Collection
	policies    []gatehouse.Policy
}

// check finds everything that is wrong at once, before anything is written.
func (o *onboarding) check(ctx context.Context) (ch choices, err error) {
	var f gatehouse.Fields
	if err := collect(&f, "/client", o.in.Client.Validate()); err != nil {
		return ch, err
	}
	if err := collect(&f, "/profile", checkNewProfile(o.in.Profile, o.in.Token, o.tx.Now())); err != nil {
		return ch, err
	}
	if o.in.Client.PortalEmails, err = gatehouse.PortalEmails(o.in.PortalEmails); err != nil {
		f.Under("", renamed(err, "/emails", "/portal_emails"))
	}
	if ch.collections, err = o.chosenCollections(ctx, &f); err != nil {
		return ch, err
	}
	if ch.policies, err = o.chosenPolicies(ctx, &f); err != nil {
		return ch, err
	}
	return ch, f.Err()
}

func (o *onboarding) chosenCollections(ctx context.Context, f *gatehouse.Fields) (out []gatehouse.Collection, err error) {
	seen := map[string]bool{}
	for i, choice := range o.in.Collections {
		co, err := served(ctx, o.tx, choice)
		switch {
		case notFound(err):
			f.Add("/collections/"+strconv.Itoa(i), "is not the id or name of a collection")
		case err != nil:
			return nil, err
		case !seen[co.ID]:
			seen[co.ID] = true
			out = append(out, co)
		}
	}
	return out, nil
}

func (o *onboarding) chosenPolicies(ctx context.Context, f *gatehouse.Fields) (out []gatehouse.Policy, err error) {
	seen := map[string]bool{}
	for i, choice := range o.in.Policies {
		pointer := "/policies/" + strconv.Itoa(i)
		if choice.New != nil {
			p := normalPolicy(*choice.New)
			p.ID = seal.NewID(gatehouse.PolicyIDPrefix)
			o.made = append(o.made, p.ID)
			if err := collect(f, pointer, p.Validate()); err != nil {
				return nil, err
			}
			out = append(out, p)
			continue
		}
		p, err := o.tx.Policy(ctx, choice.IDOrName)
		switch {
		case notFound(err):
			f.Add(pointer, "is not the id or name of a policy")
		case err != nil:
			return nil, err
		case !seen[p.ID]:
			seen[p.ID] = true
			out = append(out, p)
		}
	}
	return out, nil
}

// client creates the client and the new policies. The client's event comes
// first, since the client is what the call created, and tells of the emails
// and policies too.
func (o *onboarding) client(ctx context.Context, ch choices) (gatehouse.Client, error) {
	client := o.in.Client
	for _, p := range ch.policies {
		client.PolicyIDs = append(client.PolicyIDs, p.ID)
	}
	if err := insertClient(ctx, o.tx, o.trail, &client); err != nil {
		return client, under("/client", err)
	}
	for i := range ch.policies {
		p := &ch.policies[i]
		if !slices.Contains(o.made, p.ID) {
			continue
		}
		if err := insertPolicy(ctx, o.tx, o.trail, p); err != nil {
			return client, under("/policies/"+strconv.Itoa(o.choiceOf(p.Name)), err)
		}
	}
	return client, o.attach(ctx, client)
}

func (o *onboarding) attach(ctx context.Context, client gatehouse.Client) error {
	if len(client.PolicyIDs) > 0 {
		if err := o.tx.SetClientPolicies(ctx, client.ID, client.PolicyIDs); err != nil {
			return err
		}
	}
	if len(client.PortalEmails) > 0 {
		if err := o.tx.SetPortalEmails(ctx, client.ID, client.PortalEmails); err != nil {
			return err
		}
	}
	return answerAccessRequests(ctx, o.tx, o.trail, client.PortalEmails)
}

// choiceOf finds where in the body the new policy of a name is. Of two with
// one name the first was created, so the last is the one in the way.
func (o *onboarding) choiceOf(name string) (at int) {
	for i, choice := range o.in.Policies {
		if choice.New != nil && choice.New.Name == name {
			at = i
		}
	}
	return at
}

// renamed are the fields of an Invalid error with another first part.
func renamed(err error, from, to string) (out gatehouse.Fields) {
	e, _ := errors.AsType[*gatehouse.Error](err)
	for _, f := range e.Fields {
		out.Add(to+f.Pointer[len(from):], "%s", f.Detail)
	}
	return out
}

// withoutIDs takes out of a dry run what does not exist; made are the ids of
// the policies among it.
func withoutIDs(o Onboarded, made []string) Onboarded {
	o.Client.ID, o.Client.Meta = "", gatehouse.Meta{}
	o.Client.PolicyIDs = slices.DeleteFunc(o.Client.PolicyIDs, func(id string) bool { return slices.Contains(made, id) })
	o.Profile.ID, o.Profile.ClientID, o.Profile.Meta = "", "", gatehouse.Meta{}
	if o.Token != nil {
		o.Token = &IssuedToken{Token: gatehouse.Token{ExpiresAt: o.Token.ExpiresAt}}
	}
	o.HandOver.ClientID, o.HandOver.Token, o.HandOver.Curl, o.HandOver.Link = "", "", "", ""
	for i, p := range o.HandOver.Policies {
		if slices.Contains(made, p.ID) {
			o.HandOver.Policies[i].ID, o.HandOver.Policies[i].Meta = "", gatehouse.Meta{}
		}
	}
	return o
}

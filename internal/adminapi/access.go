package adminapi

import (
	"context"
	"time"

	"gatehouse/internal/manage"
	"gatehouse/internal/rest"
)

// collectionClientJSON is a client on a collection's Access tab.
type collectionClientJSON struct {
	Client clientJSON `json:"client" doc:"The client."`
	Since  time.Time  `json:"since" doc:"When access was given." example:"2026-03-01T09:30:00Z"`
}

func collectionClientOf(c manage.CollectionClient) collectionClientJSON {
	return collectionClientJSON{clientOf(c.Client), c.Since.UTC()}
}

func (a *api) listCollectionClients(ctx context.Context, in *listOfIn) (*rest.Answer[rest.List[collectionClientJSON]], error) {
	items, next, err := a.Control.CollectionClients(ctx, by(ctx), in.ID, pageOf(in.Page))
	if err != nil {
		return nil, err
	}
	return rest.Listed(items, next, collectionClientOf), nil
}

type accessIn struct {
	rest.ByID
	ClientID string `path:"client_id" maxLength:"128" doc:"Id of the client." example:"cl_01jd3w8m5z7n4q2v6x9k1b0c8e"`
}

func (a *api) giveAccess(ctx context.Context, in *accessIn) (*rest.Answer[collectionClientJSON], error) {
	given, err := a.Control.GiveAccess(ctx, by(ctx), in.ID, in.ClientID)
	if err != nil {
		return nil, err
	}
	return rest.Shown(collectionClientOf(given)), nil
}

func (a *api) removeAccess(ctx context.Context, in *accessIn) (*nothing, error) {
	return &nothing{}, a.Control.RemoveAccess(ctx, by(ctx), in.ID, in.ClientID)
}

// effectiveAccessJSON says what a client may call in the end.
type effectiveAccessJSON struct {
	Client      clientJSON                `json:"client" doc:"The client."`
	Profiles    []effectiveProfileJSON    `json:"profiles" doc:"Its profiles, and why one cannot be used."`
	Collections []effectiveCollectionJSON `json:"collections" doc:"Its collections with what the gateway serves of them."`
	Policies    []policyJSON              `json:"policies" doc:"Policies attached to the client."`
}

type effectiveProfileJSON struct {
	Profile    ProfileJSON  `json:"profile" doc:"The profile."`
	Policies   []policyJSON `json:"policies" doc:"Policies attached to the profile itself."`
	LiveTokens int          `json:"live_tokens" doc:"Tokens that work now." example:"1"`
	Usable     bool         `json:"usable" doc:"A call with this profile can pass." example:"true"`
	Reason     *string      `json:"reason" doc:"Why it cannot be used; null when it can." example:"The profile is disabled."`
}

type effectiveCollectionJSON struct {
	ID        string         `json:"id" doc:"Id of the collection." example:"co_01jd3w8m5z7n4q2v6x9k1b0c8e"`
	Name      string         `json:"name" doc:"Its name." example:"shipments"`
	BasePath  string         `json:"base_path" doc:"Of the published revision; of the draft when there is none." example:"/shipments"`
	Published bool           `json:"published" doc:"The gateway serves it." example:"true"`
	Endpoints []endpointJSON `json:"endpoints" doc:"Of the published revision."`
}

func effectiveAccessOf(e manage.EffectiveAccess) effectiveAccessJSON {
	return effectiveAccessJSON{
		clientOf(e.Client), rest.Each(e.Profiles, effectiveProfileOf), rest.Each(e.Collections, effectiveCollectionOf), rest.Each(e.Policies, policyOf),
	}
}

func effectiveProfileOf(p manage.EffectiveProfile) effectiveProfileJSON {
	return effectiveProfileJSON{profileOf(p.Profile), rest.Each(p.Policies, policyOf), p.LiveTokens, p.Usable, rest.OptionalText(p.Reason)}
}

func effectiveCollectionOf(c manage.EffectiveCollection) effectiveCollectionJSON {
	return effectiveCollectionJSON{c.ID, c.Name, c.BasePath, c.Published, rest.Each(c.Endpoints, endpointOf)}
}

func (a *api) effectiveAccess(ctx context.Context, in *rest.ByID) (*rest.Answer[effectiveAccessJSON], error) {
	e, err := a.Control.EffectiveAccess(ctx, by(ctx), in.ID)
	if err != nil {
		return nil, err
	}
	return rest.Shown(effectiveAccessOf(e)), nil
}

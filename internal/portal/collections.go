package portal

import (
	"context"
	"strings"
	"time"

	"gatehouse"
	"gatehouse/internal/manage"
	"gatehouse/internal/rest"
)

// CollectionBrief is a collection in a list. The name is exported because huma
// looks past other ones where they are embedded.
type CollectionBrief struct {
	Name       string  `json:"name" doc:"Part of its page's address." example:"shipments"`
	Title      string  `json:"title" doc:"For people." example:"Shipments"`
	Summary    string  `json:"summary" doc:"First words of the description, as plain text."`
	BasePath   string  `json:"base_path" doc:"Below the gateway's address." example:"/shipments"`
	URL        string  `json:"url" doc:"Address of the gateway with the base path."`
	APIVersion *string `json:"api_version" doc:"For people; null: none." example:"2.4.0"`
	Revision   int64   `json:"revision" doc:"The published one." example:"3"`
	Operations int     `json:"operations" doc:"How many there are." example:"15"`
	Callable   int     `json:"callable" doc:"How many the profile may call." example:"11"`
}

// CollectionFields are what a collection's page has beside its brief. The name
// is exported because huma looks past other ones.
type CollectionFields struct {
	DescriptionHTML  string           `json:"description_html" doc:"Sanitised HTML."`
	PublishedAt      time.Time        `json:"published_at" doc:"When the revision was published."`
	ValidateRequests bool             `json:"validate_requests" doc:"Whether requests are checked against what is documented."`
	MaxBodyBytes     *int64           `json:"max_body_bytes" doc:"Largest body; null: no limit of its own."`
	Auth             authJSON         `json:"auth" doc:"How calls prove who they are."`
	Errors           []remedyJSON     `json:"errors" doc:"What the gateway may refuse with, and what to do."`
	Limits           []limitJSON      `json:"limits" doc:"Windows of the profile, the tightest first."`
	OperationsList   []OperationBrief `json:"operations_list" doc:"All operations, in the order of the collection."`
}

type collectionJSON struct {
	CollectionBrief
	CollectionFields
}

type authJSON struct {
	Type    string       `json:"type" doc:"Method of the profile." example:"token"`
	Headers []headerJSON `json:"headers" doc:"What every call needs, with your own values."`
	Text    string       `json:"text" doc:"In words."`
}

// OperationBrief is an operation in a list.
type OperationBrief struct {
	ID         string   `json:"id" doc:"Part of its page's address." example:"ep_01jd3w8m5z7n4q2v6x9k1b0c8e"`
	Method     string   `json:"method" doc:"Request method." example:"GET"`
	Path       string   `json:"path" doc:"Template below the base path." example:"/track/{trackingNumber}"`
	Summary    string   `json:"summary" doc:"In short."`
	Deprecated bool     `json:"deprecated" doc:"Still served; move on to another."`
	Tags       []string `json:"tags" doc:"To list it under."`
	Callable   bool     `json:"callable" doc:"Whether the profile may call it."`
	Reason     *string  `json:"reason" doc:"Why not; null when it may."`
}

func (a *api) briefOf(co manage.PortalCollection, p gatehouse.Profile) CollectionBrief {
	out := CollectionBrief{
		Name: co.Name, Title: titleOf(co.Collection), Summary: firstWords(co.Description), BasePath: co.BasePath,
		URL: strings.TrimRight(a.GatewayURL, "/") + strings.TrimSuffix(co.BasePath, "/"), APIVersion: rest.OptionalText(co.APIVersion), Revision: co.PublishedRevision, Operations: len(co.Endpoints),
	}
	for _, e := range co.Endpoints {
		if obstacle(e, p) == "" {
			out.Callable++
		}
	}
	return out
}

func titleOf(co gatehouse.Collection) string {
	if co.Title != "" {
		return co.Title
	}
	return co.Name
}

// firstWords is the first paragraph of a Markdown text, without its marks.
func firstWords(text string) string {
	const most = 200
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(strings.NewReplacer("**", "", "`", "", "__", "").Replace(line))
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		if runes := []rune(line); len(runes) > most {
			return string(runes[:most-1]) + "…"
		}
		return line
	}
	return ""
}

// obstacle is why a profile may not call an endpoint, empty when it may.
func obstacle(e gatehouse.Endpoint, p gatehouse.Profile) string {
	switch {
	case p.ID == "":
		return "There is no profile yet to call with."
	case !p.AllowsMethod(e.Method):
		return e.Method + " is not enabled for " + p.Name + "."
	}
	return ""
}

func operationBriefOf(e gatehouse.Endpoint, p gatehouse.Profile) OperationBrief {
	why := obstacle(e, p)
	return OperationBrief{e.ID, e.Method, e.Path, e.Summary, e.Deprecated, rest.OrEmpty(e.Tags), why == "", rest.OptionalText(why)}
}

func (a *api) listCollections(ctx context.Context, in *struct{ ForProfile }) (*rest.Answer[rest.List[CollectionBrief]], error) {
	profile, err := a.profileFor(ctx, in.Profile)
	if err != nil {
		return nil, err
	}
	served, err := a.Control.PortalCollections(ctx, by(ctx))
	if err != nil {
		return nil, err
	}
	items := rest.Each(served, func(co manage.PortalCollection) CollectionBrief { return a.briefOf(co, profile) })
	return rest.Shown(rest.List[CollectionBrief]{Items: items}), nil
}

// profileFor is the profile that a page is about; the zero one where the
// client has none.
func (a *api) profileFor(ctx context.Context, nameOrID string) (gatehouse.Profile, error) {
	_, p, err := a.chosen(ctx, nameOrID)
	if err != nil || p == nil {
		return gatehouse.Profile{}, err
	}
	return p.Profile, nil
}

// CollectionIn names a collection. It is exported because huma looks past other
// names where they are embedded.
type CollectionIn struct {
	Name string `path:"name" maxLength:"128" doc:"Name of the collection."`
	ForProfile
}

func (a *api) getCollection(ctx context.Context, in *CollectionIn) (*rest.Answer[collectionJSON], error) {
	co, err := a.Control.PortalCollection(ctx, by(ctx), in.Name)
	if err != nil {
		return nil, err
	}
	profile, err := a.profileFor(ctx, in.Profile)
	if err != nil {
		return nil, err
	}
	client := by(ctx).Client
	fields := CollectionFields{
		DescriptionHTML: rendered(co.Description), PublishedAt: co.PublishedAt.UTC(), ValidateRequests: co.ValidateRequests,
		Auth: authOf(client.ID, profile), Errors: remedies(), Limits: a.limitsOf(client.ID, profile.ID),
		OperationsList: rest.Each(co.Endpoints, func(e gatehouse.Endpoint) OperationBrief { return operationBriefOf(e, profile) }),
	}
	if co.MaxBodyBytes > 0 {
		fields.MaxBodyBytes = &co.MaxBodyBytes
	}
	return rest.Shown(collectionJSON{a.briefOf(co, profile), fields}), nil
}

func authOf(clientID string, p gatehouse.Profile) authJSON {
	if p.ID == "" {
		return authJSON{Type: "none", Headers: []headerJSON{}, Text: "There is no profile yet. Ask your contact for one."}
	}
	text := map[gatehouse.AuthType]string{
		gatehouse.AuthNone:  "Send your Client ID and Profile ID with every call; no secret is needed.",
		gatehouse.AuthToken: "Send your Client ID, your Profile ID and your token with every call. The token is a secret: keep it on your server.",
	}[p.Auth.Type]
	if text == "" {
		text = "Send your Client ID and Profile ID with every call, and prove who you are by the method " + string(p.Auth.Type) + "."
	}
	return authJSON{string(p.Auth.Type), identity(clientID, p), text}
}

// foundJSON is something that a search found.
type foundJSON struct {
	Kind        string  `json:"kind" enum:"collection,operation" doc:"What it is."`
	Collection  string  `json:"collection" doc:"Name of the collection."`
	OperationID *string `json:"operation_id" doc:"Id of the operation; null for a collection."`
	Title       string  `json:"title" doc:"What to show first." example:"GET /track/{trackingNumber}"`
	Detail      string  `json:"detail" doc:"What to show beside it."`
}

const mostFound = 50

func (a *api) find(ctx context.Context, in *struct {
	Q string `query:"q" maxLength:"256" doc:"Text to look for; letter case does not count."`
},
) (*rest.Answer[rest.List[foundJSON]], error) {
	served, err := a.Control.PortalCollections(ctx, by(ctx))
	if err != nil {
		return nil, err
	}
	out := []foundJSON{}
	q := strings.ToLower(strings.TrimSpace(in.Q))
	for _, co := range served {
		if holds(q, co.Name, co.Title, co.Description) {
			out = append(out, foundJSON{"collection", co.Name, nil, titleOf(co.Collection), firstWords(co.Description)})
		}
		for _, e := range co.Endpoints {
			if holds(q, e.Method+" "+e.Path, co.BasePath+e.Path, e.Summary, e.Description) {
				out = append(out, foundJSON{"operation", co.Name, rest.OptionalText(e.ID), e.Method + " " + e.Path, e.Summary})
			}
		}
	}
	return rest.Shown(rest.List[foundJSON]{Items: out[:min(len(out), mostFound)]}), nil
}

func holds(q string, texts ...string) bool {
	for _, t := range texts {
		if strings.Contains(strings.ToLower(t), q) {
			return true
		}
	}
	return false
}

package portal

import (
	"bytes"
	"context"
	_ "embed"
	"fmt"
	"net/http"
	"strings"
	"text/template"
	"time"

	"gatehouse"
	"gatehouse/internal/manage"
	"gatehouse/internal/openapi"
	"gatehouse/internal/rest"
)

// reference is a collection as one Markdown text, to be kept beside a partner's
// own code and to be read by programs: what the profile may call, with its ids
// filled in and the token left as a variable.
type reference struct {
	Title, Summary, BaseURL, Version, Description string
	Client, Profile                               string // empty: there is no profile yet
	Auth                                          authJSON
	Limits                                        []string
	Operations                                    []referenceOperation
	Errors                                        []remedyJSON
}

type referenceOperation struct {
	gatehouse.Endpoint
	Path       string // with the base path
	Parameters []openapi.PropertyView
	Body       *openapi.BodyView
	Responses  []openapi.ResponseView
	Curl       string
}

var (
	//go:embed reference.md
	referenceText     string
	referenceTemplate = template.Must(template.New("reference").Funcs(template.FuncMap{
		"fields": fieldLines, "contents": contentLines, "indented": indented, "inline": inline, "cell": cell,
	}).Parse(referenceText))
)

const markdownType = "text/markdown"

func (a *api) exportMarkdown(ctx context.Context, in *CollectionIn) (*rest.Stream, error) {
	co, err := a.Control.PortalCollection(ctx, by(ctx), in.Name)
	if err != nil {
		return nil, err
	}
	profile, err := a.profileFor(ctx, in.Profile)
	if err != nil {
		return nil, err
	}
	var text bytes.Buffer
	if err := referenceTemplate.Execute(&text, a.referenceOf(by(ctx).Client, co, profile)); err != nil {
		return nil, fmt.Errorf("writing the reference of %s: %w", co.Name, err)
	}
	return rest.Streamed(func(_ *http.Request, w http.ResponseWriter) {
		rest.Attachment(w, markdownType+"; charset=utf-8", co.Name+".md")
		_, _ = w.Write(text.Bytes()) // a reader that left needs no answer
	}), nil
}

func (a *api) referenceOf(client gatehouse.Client, co manage.PortalCollection, p gatehouse.Profile) reference {
	brief := a.briefOf(co, p)
	out := reference{
		Title: brief.Title, Summary: brief.Summary, BaseURL: brief.URL, Version: co.APIVersion, Auth: authOf(client.ID, p), Errors: remedies(),
		Limits: rest.Each(a.limitsOf(client.ID, p.ID), limitJSON.words),
	}
	if out.Description = strings.TrimSpace(co.Description); out.Description == out.Summary {
		out.Description = "" // it would stand there twice
	}
	if p.ID != "" {
		out.Client, out.Profile = client.Name, p.Name
	}
	for _, e := range co.Endpoints {
		if obstacle(e, p) == "" {
			out.Operations = append(out.Operations, a.referenceOperation(client, co, p, e))
		}
	}
	return out
}

func (a *api) referenceOperation(client gatehouse.Client, co manage.PortalCollection, p gatehouse.Profile, e gatehouse.Endpoint) referenceOperation {
	view := openapi.Describe(e)
	sample := exampleRequest(co, e)
	sample.Header = append(identity(client.ID, p), sample.Header...)
	out := referenceOperation{Endpoint: e, Path: templateOf(co, e), Body: view.Body, Responses: view.Responses, Curl: sample.curl(a.GatewayURL)}
	out.Description = strings.TrimSpace(e.Description)
	for _, q := range callersParameters(e, view.Parameters) {
		schema := openapi.SchemaView{}
		if q.Schema != nil {
			schema = *q.Schema
		}
		if q.Description != "" {
			schema.Description = q.Description
		}
		schema.Limits = append([]string{"in the " + q.In}, schema.Limits...)
		out.Parameters = append(out.Parameters, openapi.PropertyView{Name: q.Name, Required: q.Required, Schema: &schema})
	}
	return out
}

// words say a limit as a person would.
func (l limitJSON) words() string {
	every := time.Duration(l.WindowSeconds) * time.Second
	return fmt.Sprintf("%d requests in %s (`%s`)", l.Limit, gatehouse.FormatDuration(every), l.Policy)
}

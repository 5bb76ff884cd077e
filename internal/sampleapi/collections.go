package sampleapi

import (
	"embed"
	"encoding/json"
	"fmt"

	"gatehouse"
)

//go:embed data
var data embed.FS

type definition struct {
	Title       string     `json:"title"`
	Description string     `json:"description"`
	BasePath    string     `json:"base_path"`
	Endpoints   []endpoint `json:"endpoints"`
}

type endpoint struct {
	Method      string          `json:"method"`
	Path        string          `json:"path"`
	Summary     string          `json:"summary"`
	Description string          `json:"description"`
	Parameters  json.RawMessage `json:"parameters"`
	RequestBody json.RawMessage `json:"request_body"`
	Responses   json.RawMessage `json:"responses"`
	Example     struct {
		PathParameters map[string]string `json:"path_parameters"`
		Query          string            `json:"query"`
		Headers        map[string]string `json:"headers"`
		Body           string            `json:"body"`
	} `json:"example"`
}

// Collections returns the definitions of shipments and orders with their
// upstream at a URL such as http://127.0.0.1:9000, where [New] is served.
func Collections(upstream string) ([]gatehouse.Collection, error) {
	var out []gatehouse.Collection
	for _, name := range []string{"shipments", "orders"} {
		var d definition
		if err := read(name, &d); err != nil {
			return nil, err
		}
		out = append(out, d.collection(name, upstream))
	}
	return out, nil
}

func read(name string, into any) error {
	text, err := data.ReadFile("data/" + name + ".json")
	if err != nil {
		return fmt.Errorf("reading the sample: %w", err)
	}
	if err := json.Unmarshal(text, into); err != nil {
		return fmt.Errorf("reading the sample %s: %w", name, err)
	}
	return nil
}

func (d definition) collection(name, upstream string) gatehouse.Collection {
	c := gatehouse.Collection{Name: name, Definition: gatehouse.Definition{
		Title: d.Title, Description: d.Description, BasePath: d.BasePath,
		Upstream: gatehouse.Upstream{Targets: []gatehouse.Target{{URL: upstream + "/v1/" + name, Weight: 1}}},
	}}
	for _, e := range d.Endpoints {
		c.Endpoints = append(c.Endpoints, gatehouse.Endpoint{
			Method: e.Method, Path: e.Path, Summary: e.Summary, Description: e.Description,
			Parameters: e.Parameters, RequestBody: e.RequestBody, Responses: e.Responses,
			Example: gatehouse.Example(e.Example),
		})
	}
	return c
}

package gateway

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"gatehouse"
	"gatehouse/internal/http1/http1test"
)

// TestConformance puts the engine's cases to the whole gateway: every byte
// comes in by the front door and passes all steps, and a recorder in place of
// the upstream shows what came out. The gateway may only be stricter.
func TestConformance(t *testing.T) {
	cases, err := http1test.Load("../http1/testdata/conformance")
	if err != nil {
		t.Fatal(err)
	}
	rec, err := http1test.NewRecorder()
	if err != nil {
		t.Fatal(err)
	}
	defer rec.Close()
	f := newFixture(t, profile(func(p *gatehouse.Profile) {
		p.Auth.Type, p.AllowedMethods = gatehouse.AuthNone, nil
	}), collection(func(d *gatehouse.Definition) {
		d.BasePath, d.Upstream.Targets[0].URL, d.Endpoints = "/", "http://"+rec.Addr(), nil
		for _, method := range gatehouse.Methods {
			d.Endpoints = append(d.Endpoints, gatehouse.Endpoint{Method: method, Path: "/"}, gatehouse.Endpoint{Method: method, Path: "/*"})
		}
	}))
	addr := f.server.Listener.Addr().String()
	for _, c := range cases {
		t.Run(c.Name, func(t *testing.T) {
			c := forGateway(c)
			if err := c.Run(addr, rec); err != nil {
				t.Errorf("%s (RFC %s): %v", c.Where, c.RFC, err)
			}
		})
	}
}

// stricter are the cases that the engine lets pass, being right as HTTP, and
// the gateway refuses for reasons of its own.
var stricter = map[string]int{
	"100 fields":                                    431, // the credentials make it 102
	"no Host in HTTP/1.0":                           401, // no Host, so no credentials beside it
	"absolute-form in HTTP/1.0 without Host":        401,
	"method of the caller's own":                    405, // no endpoint can have it
	"method is case-sensitive and kept":             405,
	"method with every token character":             405,
	"method of 32 characters":                       405,
	"two slashes are kept":                          400, // one canonical path
	"dot segments are kept":                         400,
	"asterisk with OPTIONS":                         404, // no collection has it
	"absolute-form without a path for OPTIONS":      404,
	"smuggling: body of OPTIONS * is not a request": 404, // no collection has it
}

// lookalike are the cases whose bodies look like requests, which must stay as
// they are.
var lookalike = map[string]bool{"smuggling: GET body is not a request": true, "smuggling: body of OPTIONS * is not a request": true}

// forGateway gives a case credentials, and says what the gateway does
// differently.
func forGateway(c http1test.Case) http1test.Case {
	credentials := "X-Client-ID: " + partnerID + "\r\nX-Profile-ID: " + profileName + "\r\n"
	if lookalike[c.Name] {
		c.Send = bytes.Replace(c.Send, []byte("Host: "), []byte(credentials+"Host: "), 1)
	} else {
		c = c.Inject(credentials)
	}
	if status, ok := stricter[c.Name]; ok {
		c.Want, c.Upstream = []http1test.Verdict{{Status: status}}, nil
	}
	if c.Name == "response: early hints" { // the engine's own relay drops them
		c.Want = append([]http1test.Verdict{{Status: 103}}, c.Want...)
	}
	// The upstream is asked by its own name, and told who calls.
	c.Has = slices.DeleteFunc(c.Has, func(line string) bool { return strings.HasPrefix(line, "Host: ") })
	c.Lacks = slices.DeleteFunc(c.Lacks, func(name string) bool { return name == "X-Client-ID" })
	if c.Name == "trailer is not merged into the header" {
		c.Has = append(c.Has, "X-Client-ID: "+partnerID)
	}
	return c
}

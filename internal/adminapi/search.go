package adminapi

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"strings"

	"gatehouse"
	"gatehouse/internal/rest"
	"gatehouse/internal/store"
)

// searchResultJSON is what somebody may have had in mind.
type searchResultJSON struct {
	Items []searchItemJSON `json:"items" doc:"At most 20, the best first: exact names, beginnings of names, the inside of names and texts."`
}

type searchItemJSON struct {
	Kind   string `json:"kind" enum:"client,profile,collection,policy,user,request_log,audit_log,address" doc:"What it is. An address leads to the request logs with client_ip." example:"client"`
	ID     string `json:"id" doc:"Its id; of an address the address itself." example:"cl_01jd3w8m5z7n4q2v6x9k1b0c8e"`
	Name   string `json:"name" doc:"Its name; of a user the email, of a request method and path." example:"partner-acme-corp"`
	Detail string `json:"detail" doc:"More of it: of a profile the client, of a client the description or the email that was found." example:"Acme Corp logistics integration"`
}

type searchIn struct {
	Q string `query:"q" required:"true" minLength:"1" maxLength:"256" doc:"A piece of a name or text, an id, an email address or an IP address." example:"acme"`
}

func (a *api) search(ctx context.Context, in *searchIn) (*rest.Answer[searchResultJSON], error) {
	found, err := a.Control.Find(ctx, by(ctx), in.Q)
	if err != nil {
		return nil, err
	}
	items := rest.Each(found, func(m store.Match) searchItemJSON { return searchItemJSON{m.Kind, m.ID, m.Name, shorten(m.Detail)} })
	logged, err := a.searchRequests(ctx, strings.TrimSpace(in.Q))
	return rest.Shown(searchResultJSON{append(items, logged...)}), err
}

// searchRequests resolves what leads to request logs: a request id and an
// address.
func (a *api) searchRequests(ctx context.Context, text string) ([]searchItemJSON, error) {
	if !by(ctx).Role.MayRead(gatehouse.AreaRequestLogs) {
		return nil, nil
	}
	if addr, err := netip.ParseAddr(text); err == nil {
		return []searchItemJSON{{"address", addr.Unmap().String(), addr.Unmap().String(), "Requests from this address"}}, nil
	}
	if !strings.HasPrefix(text, gatehouse.RequestIDPrefix+"_") {
		return nil, nil
	}
	r, err := a.Log.Get(ctx, text)
	if e, ok := errors.AsType[*gatehouse.Error](err); ok && e.Kind == gatehouse.NotFound {
		return nil, nil
	}
	return []searchItemJSON{{"request_log", r.ID, r.Method + " " + r.Path, strings.TrimSpace(fmt.Sprint(r.Status, " ", r.ClientName))}}, err
}

const longestDetail = 160

// shorten keeps a description to a line.
func shorten(text string) string {
	text, _, _ = strings.Cut(text, "\n")
	if runes := []rune(text); len(runes) > longestDetail {
		return string(runes[:longestDetail-1]) + "…"
	}
	return text
}

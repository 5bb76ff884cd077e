package adminapi

import (
	"context"
	"sync"
	"time"

	"gatehouse"
	"gatehouse/internal/requestlog"
	"gatehouse/internal/rest"
)

// callsJSON are the calls of some clients, collections or policies.
type callsJSON struct {
	Items []callsOfJSON `json:"items" doc:"One for each key, in their order."`
}

type callsOfJSON struct {
	Key      string `json:"key" doc:"What was asked for." example:"cl_01jd3w8m5z7n4q2v6x9k1b0c8e"`
	Requests int64  `json:"requests" doc:"Requests in the last 24 hours." example:"41872"`
	Errors   int64  `json:"errors" doc:"Of these, answered with 400 to 599." example:"310"`
	Limited  int64  `json:"limited" doc:"Of these, refused for a rate or a quota; of a policy, for one of its own." example:"12"`
}

const callsDoc = "Of partners in the last 24 hours, as the lists of clients, collections and policies show them. Access proofs and try-it calls are not among them. " +
	"All callers share one count, which is taken anew when it is older than twenty times what counting took."

type callsIn struct {
	By   string   `query:"by" required:"true" enum:"client,collection,policy" doc:"What the keys name." example:"client"`
	Keys []string `query:"keys" required:"true" minItems:"1" maxItems:"200" doc:"Ids of clients, or names of collections or policies, with commas between." example:"[\"cl_01jd3w8m5z7n4q2v6x9k1b0c8e\"]"`
}

func (a *api) calls(ctx context.Context, in *callsIn) (*rest.Answer[callsJSON], error) {
	day, err := a.day.calls(ctx, a.countDay)
	if err != nil {
		return nil, err
	}
	tallies := map[string]map[string]requestlog.Tally{"client": day.Clients, "collection": day.Collections, "policy": day.Policies}[in.By]
	return rest.Shown(callsJSON{rest.Each(in.Keys, func(key string) callsOfJSON {
		t := tallies[key]
		return callsOfJSON{key, t.Requests, t.Errors, t.Limited}
	})}), nil
}

func (a *api) countDay(ctx context.Context) (requestlog.Calls, error) {
	now := a.Now()
	return a.Log.Calls(ctx, requestlog.Filter{Source: gatehouse.SourceGateway, From: now.Add(-24 * time.Hour), To: now})
}

// sharedDay keeps the calls of the last day for everybody who looks at a list:
// a large log takes seconds to count, and one client's part no less than all.
type sharedDay struct {
	mu   sync.Mutex
	kept *requestlog.Calls // nil: to be counted
}

// keptFor bounds what counting costs to a twentieth of one processor.
const keptFor = 20

func (d *sharedDay) calls(ctx context.Context, count func(context.Context) (requestlog.Calls, error)) (*requestlog.Calls, error) {
	d.mu.Lock() // Those who come meanwhile wait for the same count.
	defer d.mu.Unlock()
	if d.kept != nil {
		return d.kept, nil
	}
	began := time.Now()
	calls, err := count(ctx)
	if err != nil {
		return nil, err
	}
	d.kept = &calls
	time.AfterFunc(keptFor*time.Since(began), d.forget)
	return &calls, nil
}

// forget also frees the memory, which nobody may need for long.
func (d *sharedDay) forget() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.kept = nil
}

package portal

import (
	"context"
	"strconv"
	"time"

	"gatehouse/internal/requestlog"
	"gatehouse/internal/rest"
)

type exportIn struct {
	CallFilter
	rest.ExportFormat
}

func (a *api) exportCalls(ctx context.Context, in *exportIn) (*rest.Stream, error) {
	who, err := a.callerOf(ctx, nil)
	if err != nil {
		return nil, err
	}
	f := in.of(ctx, who)
	if f.To.IsZero() {
		f.To = time.Now() // what comes meanwhile does not make the file longer
	}
	count, err := a.Log.Stats(ctx, requestlog.StatsQuery{Filter: f, Buckets: 1, Top: 1})
	if err == nil {
		err = rest.TooMuch(count.Total)
	}
	if err != nil {
		return nil, err
	}
	return rest.Export[callJSON]{
		Name: "requests", Format: in.Format, Columns: callColumns, Cells: callCells,
		Page: func(cursor string) ([]callJSON, string, error) {
			found, next, err := a.search(ctx, requestlog.Query{Filter: f, Limit: requestlog.MaxLimit, Cursor: cursor})
			return rest.Each(found, who.call), next, err
		},
	}.Stream()
}

var callColumns = []string{"id", "at", "method", "path", "collection", "endpoint", "profile_name", "status", "code", "step", "latency_ms", "source", "verified"}

func callCells(c callJSON) []string {
	return []string{
		c.ID, c.At.Format(time.RFC3339Nano), c.Method, c.Path, rest.OrNothing(c.Collection), rest.OrNothing(c.Endpoint), rest.OrNothing(c.ProfileName),
		strconv.Itoa(c.Status), rest.OrNothing(c.Code), rest.OrNothing(c.Step), strconv.FormatFloat(c.LatencyMS, 'f', 3, 64), c.Source, strconv.FormatBool(c.Verified),
	}
}

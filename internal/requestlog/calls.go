package requestlog

import (
	"bytes"
	"context"
	"slices"
)

// Tally says how many requests there were and how they went.
type Tally struct {
	Requests int64
	Errors   int64 // answered with 400 to 599
	Limited  int64 // refused for a limit; they are errors too
}

func (t *Tally) add(n int64, went outcome) {
	t.Requests += n
	if went != fine {
		t.Errors += n
	}
	if went == limited {
		t.Limited += n
	}
}

// Calls are tallies of everybody who has a part in a request.
type Calls struct {
	Clients     map[string]Tally // by id, merely claimed ones too
	Collections map[string]Tally // by name
	Policies    map[string]Tally // by the name it had; what is limited counts for the policy that refused
}

// Calls tallies matching records, all in one pass.
func (l *Log) Calls(ctx context.Context, f Filter) (Calls, error) {
	if err := f.Validate(); err != nil {
		return Calls{}, err
	}
	t := &tallier{match: f.compile(), clients: tallies{}, collections: tallies{}, policies: tallies{}}
	err := l.scan(ctx, t.memory, func(seg *segment) error {
		if !t.match.within(seg.oldest, seg.newest) {
			return nil
		}
		return l.files.visit(ctx, seg, t.group)
	})
	return Calls{t.clients, t.collections, t.policies}, err
}

// outcome is all that a tally wants to know of an answer.
type outcome int32

const (
	fine outcome = iota
	failed
	limited
	outcomes
)

var limitStep = []byte("limit")

func outcomeOf(status int64, step []byte) outcome {
	switch {
	case bytes.Equal(step, limitStep):
		return limited
	case class(status) >= 4:
		return failed
	default:
		return fine
	}
}

type tallies map[string]Tally

func (t tallies) add(key []byte, n int64, went outcome) {
	if len(key) > 0 {
		tally := t[string(key)]
		tally.add(n, went)
		t[string(key)] = tally
	}
}

type tallier struct {
	match                          matcher
	clients, collections, policies tallies
	entry                          entry
}

func (t *tallier) memory(v view) {
	for data := v.data; len(data) > 0; {
		data = decode(data, v.texts, &t.entry)
		e := &t.entry
		if !t.match.entry(e) {
			continue
		}
		went := outcomeOf(e.numbers[colStatus], e.text(colStep))
		t.clients.add(e.text(colClientID), 1, went)
		t.collections.add(e.text(colCollection), 1, went)
		t.limits(e.text(colResponseHeaders), 1, went)
	}
}

func (t *tallier) group(g *group) error {
	if oldest, newest := g.times(); !t.match.within(oldest, newest) {
		return nil
	}
	rows, err := t.match.rows(g)
	if err != nil || len(rows) == 0 {
		return err
	}
	went, err := g.outcomes(rows)
	if err != nil {
		return err
	}
	for col, add := range map[int]func([]byte, int64, outcome){
		colClientID: t.clients.add, colCollection: t.collections.add, colResponseHeaders: t.limits,
	} {
		v, err := g.read(col)
		if err != nil {
			return err
		}
		for group := range grouped(rows, v, went) {
			add(v.text(group.row), group.count, outcome(went.index[group.row]))
		}
	}
	return nil
}

// outcomes are those of the rows, in the form of a dictionary column.
func (g *group) outcomes(rows []int32) (*vector, error) {
	status, err := g.read(colStatus)
	if err != nil {
		return nil, err
	}
	step, err := g.read(colStep)
	if err != nil {
		return nil, err
	}
	out := &vector{dictTexts: make([][]byte, outcomes), index: make([]int32, g.rows)}
	for _, row := range rows {
		out.index[row] = int32(outcomeOf(status.number(int(row)), step.text(int(row))))
	}
	return out, nil
}

// limits tallies the policies that an answer's RateLimit-Policy field names.
// The window that is closest to its end comes first there, so of a refused
// request the first name is the one that refused it.
func (t *tallier) limits(headers []byte, n int64, went outcome) {
	for name := range policyNames(headers) {
		t.policies.add(name, n, went)
		if went == limited {
			went = failed
		}
	}
}

var policyField = []byte("RateLimit-Policy: ")

// policyNames yields each policy that headers, as they are kept, name in that
// field: "standard";q=200;w=60, "standard.quota";q=50000;w=86400. No name of a
// policy holds a dot, a quote or a comma.
func policyNames(headers []byte) func(yield func([]byte) bool) {
	return func(yield func([]byte) bool) {
		var seen [][]byte
		for line := range bytes.Lines(headers) {
			items, found := bytes.CutPrefix(line, policyField)
			if !found {
				continue
			}
			for item := range bytes.SplitSeq(items, []byte(", ")) {
				name, _, _ := bytes.Cut(bytes.TrimPrefix(item, []byte(`"`)), []byte(`"`))
				name = bytes.TrimSuffix(name, []byte(".quota"))
				if slices.ContainsFunc(seen, func(s []byte) bool { return bytes.Equal(s, name) }) {
					continue
				}
				if seen = append(seen, name); !yield(name) {
					return
				}
			}
		}
	}
}

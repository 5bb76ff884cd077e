package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/url"
	"strings"
	"text/tabwriter"

	"gatehouse/internal/config"
)

type checkCmd struct {
	config.Remote
	Client     string `help:"Client to prove, by name or id." required:"" placeholder:"NAME"`
	Profile    string `help:"Profile, by name or id; needed where the client has several." placeholder:"NAME"`
	TokenStdin bool   `help:"Prove the token read from standard input; without it, a credential for the check alone is used."`
	JSON       bool   `help:"Print the answer of the admin API."`
}

func (checkCmd) Help() string {
	return `Access proof: calls the gateway as the partner would and shows that what must work works, and that what must be
refused is refused. It burns no budget. The exit status is 0 when all passed, 1 when a check failed and 2 when the
proof could not be run.

Examples:

    gatehouse check --client partner-acme-corp
    gatehouse check --client partner-acme-corp --profile acme-corp-standard --token-stdin < token.txt`
}

// proof is the answer of POST /clients/{id}/check.
type proof struct {
	Passed bool        `json:"passed"`
	Checks []proofItem `json:"checks"`
}

type proofItem struct {
	Name       string `json:"name"`
	Collection string `json:"collection"`
	Expected   string `json:"expected"`
	Actual     string `json:"actual"`
	Passed     bool   `json:"passed"`
	Skipped    bool   `json:"skipped"`
	Reason     string `json:"reason"`
}

func (c *checkCmd) Run(p *process) error {
	answer, err := c.ask(p)
	if err != nil {
		return exit{couldNotRun, err}
	}
	var result proof
	if err := json.Unmarshal(answer, &result); err != nil {
		return exit{couldNotRun, fmt.Errorf("reading the answer of the admin API: %w", err)}
	}
	if c.JSON {
		fmt.Fprintln(p.stdout, strings.TrimSpace(string(answer)))
	} else {
		result.print(p.stdout)
	}
	if !result.Passed {
		return exit{1, errors.New("")}
	}
	return nil
}

func (c *checkCmd) ask(p *process) (json.RawMessage, error) {
	r, err := openRemote(c.Remote)
	if err != nil {
		return nil, err
	}
	in := map[string]string{}
	if c.Profile != "" {
		in["profile_id"] = c.Profile
	}
	if c.TokenStdin {
		if in["token"], err = p.line(); err != nil {
			return nil, fmt.Errorf("reading the token: %w", err)
		}
	}
	return r.post(context.Background(), "/clients/"+url.PathEscape(c.Client)+"/check", in)
}

func (r proof) print(out io.Writer) {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "\tCHECK\tCOLLECTION\tEXPECTED\tACTUAL\t")
	failed := 0
	for _, c := range r.Checks {
		if c.verdict() == "fail" {
			failed++
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\n", c.verdict(), c.Name, cmp.Or(c.Collection, "-"), c.Expected, cmp.Or(c.Actual, "-"), c.Reason)
	}
	_ = w.Flush() // a broken pipe shows in the exit status of the reader
	if failed > 0 {
		fmt.Fprintf(out, "\n%d of %d checks failed.\n", failed, len(r.Checks))
	}
}

func (c proofItem) verdict() string {
	switch {
	case c.Skipped:
		return "skip"
	case c.Passed:
		return "pass"
	default:
		return "fail"
	}
}

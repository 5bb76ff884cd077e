// Command gatehouse is the whole product: the server with all its surfaces,
// and the commands around it. Each command is a file; this one turns arguments
// into a command and its error into an exit status.
package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/alecthomas/kong"

	"gatehouse/internal/config"
)

// version is set by the linker, see the Makefile.
var version = "dev"

// process is what a command gets of the process it runs in, so that a test can
// run it in its own.
type process struct {
	stdin          io.Reader
	stdout, stderr io.Writer
	sources        *config.Sources
	parsed         *kong.Context
}

type commands struct {
	Version versionCmd `cmd:"" help:"Print the version."`
}

// exit is an error that chooses the exit status; the others end in 1.
type exit struct {
	status int
	error
}

func (e exit) Unwrap() error { return e.error }

func main() {
	p := &process{stdin: os.Stdin, stdout: os.Stdout, stderr: os.Stderr, sources: config.NewSources(os.Environ())}
	os.Exit(p.run(os.Args[1:]))
}

// run runs one command line and returns the exit status.
func (p *process) run(args []string) (status int) {
	defer func() {
		switch r := recover().(type) {
		case nil:
		case helped:
			status = int(r)
		default:
			panic(r)
		}
	}()
	err := p.command(args)
	if err == nil {
		return 0
	}
	// One line, whatever the cause: a start that cannot work is read in a log
	// viewer or a terminal by somebody in a hurry.
	text := strings.Join(strings.Fields(p.sources.Explain(err).Error()), " ")
	if text != "" {
		fmt.Fprintln(p.stderr, "gatehouse: "+text)
	}
	if e, ok := errors.AsType[exit](err); ok {
		return e.status
	}
	if len(args) > 0 && args[0] == "check" {
		return couldNotRun
	}
	return 1
}

// couldNotRun is the status of a check that reached no verdict.
const couldNotRun = 2

// helped is how printing the help ends a command: kong expects its exit
// function not to return.
type helped int

func (p *process) command(args []string) error {
	var cli commands
	parser, err := kong.New(&cli,
		kong.Name("gatehouse"),
		kong.Description("A self-hosted API gateway for B2B partners."),
		kong.Resolvers(p.sources),
		kong.Writers(p.stdout, p.stderr),
		kong.Exit(func(status int) { panic(helped(status)) }),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, NoExpandSubcommands: true, WrapUpperBound: 110}),
		kong.ValueFormatter(helpOf),
	)
	if err != nil {
		return fmt.Errorf("building the command line: %w", err)
	}
	if len(args) == 0 {
		args = []string{"--help"}
	}
	p.parsed, err = parser.Parse(args)
	if err != nil {
		return err
	}
	return p.parsed.Run(p)
}

// helpOf adds the environment variable to the help of a setting.
func helpOf(v *kong.Value) string {
	if v.Flag == nil || !v.Tag.Has("setting") {
		return kong.DefaultHelpValueFormatter(v)
	}
	return cmp.Or(v.Help, v.Name) + " ($" + config.EnvName(v.Name) + ")"
}

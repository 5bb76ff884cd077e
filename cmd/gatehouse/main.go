// Command gatehouse is the whole product: the server with all its surfaces,
// and the commands around it. Each command is a file; this one turns arguments
// into a command and its error into an exit status.
package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/alecthomas/kong"

	"gatehouse"
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
	Serve   serveCmd   `cmd:"" help:"Run the gateway, the console and the portal."`
	Demo    demoCmd    `cmd:"" help:"Try everything: a gateway with a sample upstream and a partner."`
	Onboard onboardCmd `cmd:"" help:"Take a partner from nothing to a working call."`
	Check   checkCmd   `cmd:"" help:"Prove what a partner can and cannot call."`
	User    userCmd    `cmd:"" help:"Manage the users of the Management UI."`
	APIKey  apiKeyCmd  `cmd:"" name:"apikey" help:"Manage keys of the admin API."`
	Audit   auditCmd   `cmd:"" help:"Check the audit log."`
	Backup  backupCmd  `cmd:"" help:"Write a backup."`
	Restore restoreCmd `cmd:"" help:"Read a backup back."`
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
	text := strings.Join(strings.Fields(said(p.sources.Explain(err))), " ")
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

// said is an error as a person at a terminal wants it: the fields of a refused
// value instead of a pointer to them.
func said(err error) string {
	e, ok := errors.AsType[*gatehouse.Error](err)
	if !ok || len(e.Fields) == 0 {
		return err.Error()
	}
	var all []string
	for _, f := range e.Fields {
		all = append(all, strings.ReplaceAll(strings.TrimPrefix(f.Pointer, "/"), "/", ".")+" "+f.Detail)
	}
	return strings.Join(all, "; ")
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

// helpOf adds the default and the environment variable to the help of a
// setting.
func helpOf(v *kong.Value) string {
	if v.Flag == nil || !v.Tag.Has("setting") {
		return kong.DefaultHelpValueFormatter(v)
	}
	if v.Default != "" {
		return fmt.Sprintf("%s Default: %s. ($%s)", v.Help, v.Default, config.EnvName(v.Name))
	}
	return fmt.Sprintf("%s ($%s)", v.Help, config.EnvName(v.Name))
}

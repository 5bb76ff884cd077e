package config

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/alecthomas/kong"
)

const envPrefix = "GATEHOUSE_"

// Sources resolves settings from the environment and the file, and remembers
// where each value came from. It is a [kong.Resolver]: kong's own environment
// support would let a file override a variable.
type Sources struct {
	environ map[string]string
	file    map[string]string // nil until loaded
	path    string            // of the file; empty: none
	from    map[string]string // setting → "GATEHOUSE_DATA" or "gatehouse.yaml"
}

// NewSources takes the environment in the form of [os.Environ].
func NewSources(environ []string) *Sources {
	s := &Sources{environ: map[string]string{}, from: map[string]string{}}
	for _, kv := range environ {
		// An empty variable is how compose files and units say "not set".
		if k, v, ok := strings.Cut(kv, "="); ok && v != "" {
			s.environ[k] = v
		}
	}
	return s
}

// EnvName is the environment variable of a setting: GATEHOUSE_GATEWAY_ADDR for
// gateway-addr.
func EnvName(setting string) string {
	return envPrefix + strings.ToUpper(strings.ReplaceAll(setting, "-", "_"))
}

// Validate is part of [kong.Resolver]. The keys were checked when the file was
// read, before any value was.
func (s *Sources) Validate(*kong.Application) error { return nil }

// Resolve is part of [kong.Resolver]: the value of a setting that no flag
// gave, or nil.
func (s *Sources) Resolve(ctx *kong.Context, _ *kong.Path, flag *kong.Flag) (any, error) {
	if !flag.Tag.Has("setting") {
		return nil, nil //nolint:nilnil // kong's way to say: not from here
	}
	if err := s.load(ctx); err != nil {
		return nil, &unreadable{err}
	}
	value, from, err := s.lookup(flag)
	if err != nil {
		return nil, &unreadable{err}
	}
	if from == "" {
		return nil, nil //nolint:nilnil // likewise
	}
	s.from[flag.Name] = from
	return value, nil
}

func (s *Sources) lookup(flag *kong.Flag) (value, from string, err error) {
	name := EnvName(flag.Name)
	value, inEnv := s.environ[name]
	if path, ok := s.environ[name+"_FILE"]; ok && flag.Tag.Get("setting") == "secret" {
		if inEnv {
			return "", "", fmt.Errorf("%s and %s_FILE are both set; keep one", name, name)
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return "", "", fmt.Errorf("reading %s_FILE: %w", name, err)
		}
		return strings.TrimRight(string(data), "\r\n"), name + "_FILE", nil
	}
	if inEnv {
		return value, name, nil
	}
	if value, ok := s.file[flag.Name]; ok {
		return value, s.path, nil
	}
	return "", "", nil
}

// load reads the file once, as soon as it is known which one, and checks its
// keys and the names of variables against the settings of all commands, so
// that one file serves them all.
func (s *Sources) load(ctx *kong.Context) error {
	if s.file != nil {
		return nil
	}
	known := settings(ctx.Model.Node)
	if err := s.checkEnviron(known); err != nil {
		return err
	}
	s.path = s.environ[EnvName("config")]
	for _, p := range ctx.Path {
		if p.Flag != nil && p.Flag.Name == "config" {
			s.path, _ = ctx.FlagValue(p.Flag).(string)
		}
	}
	s.file = map[string]string{}
	if s.path == "" {
		return nil
	}
	names := make([]string, 0, len(known))
	for _, f := range known {
		if f.Name != "config" {
			names = append(names, f.Name)
		}
	}
	var err error
	s.file, err = readFile(s.path, names)
	return err
}

// checkEnviron refuses a variable that is one or two letters off a setting's.
// Others are let be: container platforms inject names of their own, such as
// GATEHOUSE_SERVICE_HOST.
func (s *Sources) checkEnviron(known []*kong.Flag) error {
	var names []string
	for _, f := range known {
		names = append(names, EnvName(f.Name))
		if f.Tag.Get("setting") == "secret" {
			names = append(names, EnvName(f.Name)+"_FILE")
		}
	}
	for name := range s.environ {
		if !strings.HasPrefix(name, envPrefix) || slices.Contains(names, name) {
			continue
		}
		if meant, off := nearest(name, names); off <= 2 {
			return fmt.Errorf("environment variable %s is no setting; did you mean %s?", name, meant)
		}
	}
	return nil
}

// settings lists the flags of all commands that are settings, each name once.
func settings(n *kong.Node) []*kong.Flag {
	var out []*kong.Flag
	seen := map[string]bool{}
	_ = kong.Visit(n, func(v kong.Visitable, next kong.Next) error {
		if f, ok := v.(*kong.Flag); ok && f.Tag.Has("setting") && !seen[f.Name] {
			seen[f.Name] = true
			out = append(out, f)
		}
		return next(nil)
	})
	return out
}

// unreadable is an error of a source itself. kong puts the flag it was asked
// about before it, which is not the one to blame; Explain takes it off again.
type unreadable struct{ error }

// Explain puts the name of a wrong setting, and of where it was set, before
// what is wrong with it. Other errors are returned as they are.
func (s *Sources) Explain(err error) error {
	if source, ok := errors.AsType[*unreadable](err); ok {
		return source.error
	}
	wrong, ok := errors.AsType[*SettingError](err)
	if !ok {
		return err
	}
	if from := s.from[wrong.Name]; from != "" {
		return fmt.Errorf("%s (from %s): %s", wrong.Name, from, wrong.Reason)
	}
	return fmt.Errorf("--%s: %s", wrong.Name, wrong.Reason)
}

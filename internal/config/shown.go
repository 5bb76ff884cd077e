package config

import (
	"fmt"
	"strings"

	"github.com/alecthomas/kong"
)

// Setting is one setting as it may be shown: a secret has no value.
type Setting struct {
	Name   string // "gateway-addr"
	Group  string // "Listeners"; may be empty
	Help   string // what it is for
	Value  string
	Source Source
	Where  string // the variable's name or the file's path, where the source is one
	Secret bool
	Set    bool // false for an empty value
}

// Source is what a setting was taken from.
type Source string

// The sources, the one that wins first. A demo sets its own.
const (
	FromFlag        Source = "flag"
	FromEnvironment Source = "environment"
	FromFile        Source = "file"
	FromDefault     Source = "default"
	FromDemo        Source = "demo"
)

// Shown lists the settings of the command that was parsed, in the order of its
// help, with where each came from.
func (s *Sources) Shown(ctx *kong.Context) []Setting {
	given := map[string]bool{}
	for _, p := range ctx.Path {
		if p.Flag != nil && !p.Resolved {
			given[p.Flag.Name] = true
		}
	}
	var out []Setting
	for _, f := range ctx.Flags() {
		if !f.Tag.Has("setting") {
			continue
		}
		shown := settingOf(f, ctx.FlagValue(f))
		switch where := s.from[f.Name]; {
		case given[f.Name]:
			shown.Source = FromFlag
		case where != "" && where == s.path:
			shown.Source, shown.Where = FromFile, where
		case where != "":
			shown.Source, shown.Where = FromEnvironment, where
		}
		out = append(out, shown)
	}
	return out
}

// ShownOfDemo lists settings that no source was asked for.
func ShownOfDemo(s *Settings) ([]Setting, error) {
	model, err := kong.New(s)
	if err != nil {
		return nil, fmt.Errorf("reading the names of settings: %w", err)
	}
	var out []Setting
	for _, f := range model.Model.Flags {
		if !f.Tag.Has("setting") {
			continue
		}
		shown := settingOf(f, f.Target.Interface())
		if shown.Value != f.Default {
			shown.Source = FromDemo
		}
		out = append(out, shown)
	}
	return out, nil
}

func settingOf(f *kong.Flag, value any) Setting {
	out := Setting{Name: f.Name, Help: f.Help, Source: FromDefault, Secret: f.Tag.Get("setting") == "secret"}
	if f.Group != nil {
		out.Group = f.Group.Key
	}
	if secret, ok := value.(interface{ Reveal() string }); ok {
		out.Set = secret.Reveal() != ""
		return out
	}
	out.Value = shownValue(value)
	out.Set = out.Value != ""
	return out
}

func shownValue(v any) string {
	if list, ok := v.([]string); ok {
		return strings.Join(list, ",")
	}
	return fmt.Sprint(v)
}

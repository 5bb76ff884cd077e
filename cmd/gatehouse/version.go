package main

import (
	"fmt"
	"runtime"
)

type versionCmd struct{}

func (versionCmd) Help() string {
	return `Examples:

    gatehouse version`
}

func (versionCmd) Run(p *process) error {
	_, err := fmt.Fprintf(p.stdout, "gatehouse %s %s/%s %s\n", version, runtime.GOOS, runtime.GOARCH, runtime.Version())
	return err
}

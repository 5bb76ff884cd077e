// Command bench measures the gateway against nginx and HAProxy doing the same
// job, on the same upstream, in one run.
//
//	go run ./bench [-compare ../shared/bench/compare.py] [-clients 1000] [-- flags of compare.py]
//	go run ./bench -bodies 5
//
// It builds gatehouse, starts it with a private data folder, makes clients
// with a profile, a token, a policy and access through the admin API, and lets
// compare.py drive the load: CPU time per 100,000 requests as a ratio to
// nginx, because load, gateways and upstream share the machine.
//
// With -bodies it sends 100 MiB down and up instead, over HTTP/1.1 and HTTP/2, and
// compares the rates.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"slices"
	"strconv"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	compare := flag.String("compare", "../shared/bench/compare.py", "the script that drives the load")
	clients := flag.Int("clients", 1000, "how many clients the gateway knows")
	rotations := flag.Int("bodies", 0, "send large bodies so many times instead")
	flag.Parse()
	err := inFolder(func(dir string) error {
		if *rotations > 0 {
			return bodies(ctx, dir, *rotations)
		}
		return run(ctx, dir, *compare, *clients, flag.Args())
	})
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// inFolder gives the measurement a folder of its own.
func inFolder(measure func(dir string) error) error {
	dir, err := os.MkdirTemp("", "gatehouse-bench-")
	if err != nil {
		return err
	}
	return errors.Join(measure(dir), os.RemoveAll(dir))
}

func run(ctx context.Context, dir, compare string, clients int, args []string) error {
	if _, err := os.Stat(compare); err != nil {
		return fmt.Errorf("finding the comparison script: %w", err)
	}
	up, err := startUpstream(ctx, compare)
	if err != nil {
		return err
	}
	defer up.stop()
	g, err := startGatehouse(ctx, dir, slices.Contains(args, "--tls") || slices.Contains(args, "--h2"))
	if err != nil {
		return err
	}
	defer g.stop()
	partner, err := g.seed(ctx, up.url, clients)
	if err != nil {
		return err
	}
	cmd := exec.CommandContext(ctx, "python3", append([]string{
		compare, "run",
		"--target", "gatehouse," + g.gateway + "/svc1/orders/12345/items," + strconv.Itoa(g.pid()),
		"--header", "X-Client-ID: " + partner.clientID,
		"--header", "X-Profile-ID: " + partner.profile,
		"--header", "Authorization: Bearer " + partner.token,
	}, args...)...)
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	return errors.Join(cmd.Run(), g.ownFailures(filepath.Join(dir, "log")))
}

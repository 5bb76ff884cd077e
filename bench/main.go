// Command bench measures the gateway against nginx and HAProxy doing the same
// job, on the same upstream, in one run.
//
//	go run ./bench [-compare ../shared/bench/compare.py] [-clients 1000] [-- flags of compare.py]
//
// It builds gatehouse, starts it with a private data folder, makes clients
// with a profile, a token, a policy and access through the admin API, and lets
// compare.py drive the load: CPU time per 100,000 requests as a ratio to
// nginx, because load, gateways and upstream share the machine.
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
	flag.Parse()
	if err := run(ctx, *compare, *clients, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, compare string, clients int, args []string) error {
	if _, err := os.Stat(compare); err != nil {
		return fmt.Errorf("finding the comparison script: %w", err)
	}
	dir, err := os.MkdirTemp("", "gatehouse-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
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

package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	"gatehouse/internal/config"
	"gatehouse/internal/sampleapi"
)

type demoCmd struct {
	Data string `help:"Folder to keep the demo in; without it, a temporary one that goes at the end." placeholder:"FOLDER"`
	JSON bool   `help:"Print one line of JSON, alone on standard output, and serve on."`
}

func (demoCmd) Help() string {
	return `Starts everything on 127.0.0.1 with a sample upstream: the collections shipments and orders, the policy
standard-partner-200rpm, an admin, and the partner partner-acme-corp, fully onboarded. Takes the default ports, or
free ones where those are taken. With a reused --data folder the partner's token and the admin's password are new.

Examples:

    gatehouse demo
    gatehouse demo --data ./demo
    gatehouse demo --json`
}

func (c *demoCmd) Run(p *process) (err error) {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	data := c.Data
	if data == "" {
		if data, err = os.MkdirTemp("", "gatehouse-demo-"); err != nil {
			return fmt.Errorf("making a temporary folder: %w", err)
		}
		defer func() { err = errors.Join(err, os.RemoveAll(data)) }()
	}
	settings := demoSettings(data)
	shown, err := config.ShownOfDemo(settings)
	if err != nil {
		return err
	}
	h, err := openHouse(ctx, &house{settings: settings, shown: shown, logger: settings.Logger(p.stderr), listen: listenAnywhere})
	if err != nil {
		return err
	}
	upstream, err := startSample(ctx)
	if err != nil {
		h.close(ctx)
		return err
	}
	defer upstream.Close()
	made, err := h.seed(ctx, "http://"+upstream.Addr)
	if err != nil {
		h.close(ctx)
		return fmt.Errorf("filling the demo: %w", err)
	}
	if c.JSON {
		err = json.NewEncoder(p.stdout).Encode(made)
	} else {
		_, err = fmt.Fprint(p.stdout, made.text(h, c.Data))
	}
	return errors.Join(err, h.run(ctx))
}

// demoSettings are those of serve, on loopback alone, whatever the environment
// says: a demo must not touch a real installation.
func demoSettings(data string) *config.Settings {
	return &config.Settings{
		Storage:     config.Storage{Data: data},
		Roles:       []string{config.RoleGateway, config.RoleConsole, config.RolePortal},
		GatewayAddr: "127.0.0.1:8080", ConsoleAddr: "127.0.0.1:8081", PortalAddr: "127.0.0.1:8082", OpsAddr: "127.0.0.1:8083",
		AuthFailuresPerMinute: 100, LogLevel: "warn", LogFormat: "text",
	}
}

// startSample serves the sample upstream on a free port.
func startSample(ctx context.Context) (*http.Server, error) {
	handler, err := sampleapi.New()
	if err != nil {
		return nil, err
	}
	at, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("starting the sample upstream: %w", err)
	}
	server := &http.Server{Addr: at.Addr().String(), Handler: handler, ReadHeaderTimeout: 10 * time.Second}
	go func() { _ = server.Serve(at) }() // ends with Close
	return server, nil
}

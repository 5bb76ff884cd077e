package main

import (
	"context"
	"fmt"

	"gatehouse"
	"gatehouse/internal/config"
)

type apiKeyCmd struct {
	Create apiKeyCreateCmd `cmd:"" help:"Create a key for the admin API and print it, once."`
}

type apiKeyCreateCmd struct {
	config.Storage
	Name string         `help:"Unique name of the key." required:""`
	Role gatehouse.Role `help:"admin, editor, viewer or auditor." required:""`
}

func (apiKeyCreateCmd) Help() string {
	return `Works on the data folder or database, also while the server runs. The key is printed alone, so that it
can be kept in a variable.

Examples:

    export GATEHOUSE_API_KEY=$(gatehouse apikey create --name deploy --role editor)`
}

func (c *apiKeyCreateCmd) Run(p *process) (err error) {
	ctx := context.Background()
	l, err := openLocal(ctx, c.Storage)
	if err != nil {
		return err
	}
	defer func() { err = l.close(err) }()
	key, err := l.control.CreateAPIKey(ctx, byCommandLine(), gatehouse.APIKey{Name: c.Name, Role: c.Role})
	if err != nil {
		return err
	}
	fmt.Fprintln(p.stdout, key.Secret.Reveal())
	return nil
}

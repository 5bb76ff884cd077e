package main

import (
	"bufio"
	"cmp"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"

	"gatehouse"
	"gatehouse/internal/config"
	"gatehouse/internal/store"
)

type userCmd struct {
	Create        userCreateCmd   `cmd:"" help:"Create a user of the Management UI."`
	List          userListCmd     `cmd:"" help:"List the users."`
	Disable       userDisableCmd  `cmd:"" help:"Disable a user and end their sessions."`
	ResetPassword userPasswordCmd `cmd:"" help:"Give a user a new password and end their sessions."`
}

func (userCmd) Help() string {
	return `Works on the data folder or database, also while the server runs.`
}

type userCreateCmd struct {
	config.Storage
	Email         string         `help:"Address to sign in with." required:""`
	Name          string         `help:"Name to show."`
	Role          gatehouse.Role `help:"admin, editor, viewer or auditor." required:""`
	PasswordStdin bool           `help:"Read the password from standard input; without it, one is made and printed."`
}

func (userCreateCmd) Help() string {
	return `Examples:

    gatehouse user create --email dana@example.com --role admin
    gatehouse user create --email dana@example.com --role editor --password-stdin < password.txt`
}

func (c *userCreateCmd) Run(p *process) (err error) {
	ctx := context.Background()
	password, made, err := p.password(c.PasswordStdin)
	if err != nil {
		return err
	}
	l, err := openLocal(ctx, c.Storage)
	if err != nil {
		return err
	}
	defer func() { err = l.close(err) }()
	in := gatehouse.User{Email: gatehouse.NormalizeEmail(c.Email), Name: c.Name, Role: c.Role, Status: gatehouse.Enabled}
	u, err := l.control.CreateUser(ctx, byCommandLine(), in, password)
	if err != nil {
		return err
	}
	fmt.Fprintf(p.stdout, "created %s with role %s\n", u.Email, u.Role)
	p.showPassword(password, made)
	return nil
}

type userListCmd struct {
	config.Storage
	JSON bool `help:"Print a JSON array."`
}

func (userListCmd) Help() string {
	return `Examples:

    gatehouse user list
    gatehouse user list --json`
}

// listedUser is a user as --json shows it.
type listedUser struct {
	ID           string           `json:"id"`
	Email        string           `json:"email"`
	Name         string           `json:"name"`
	Role         gatehouse.Role   `json:"role"`
	Status       gatehouse.Status `json:"status"`
	LastSignInAt *time.Time       `json:"last_sign_in_at"`
}

func (c *userListCmd) Run(p *process) (err error) {
	ctx := context.Background()
	l, err := openExisting(ctx, c.Storage)
	if err != nil {
		return err
	}
	defer func() { err = l.close(err) }()
	users := []listedUser{}
	q := store.UserQuery{Page: store.Page{Limit: 200}}
	for {
		page, next, err := l.control.Users(ctx, byCommandLine(), q)
		if err != nil {
			return err
		}
		for _, u := range page {
			users = append(users, shownUser(u))
		}
		if q.Cursor = next; next == "" {
			break
		}
	}
	if c.JSON {
		return json.NewEncoder(p.stdout).Encode(users)
	}
	w := tabwriter.NewWriter(p.stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "EMAIL\tROLE\tSTATUS\tLAST SIGN-IN")
	for _, u := range users {
		last := "never"
		if u.LastSignInAt != nil {
			last = u.LastSignInAt.Format(time.RFC3339)
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", u.Email, u.Role, u.Status, last)
	}
	return w.Flush()
}

func shownUser(u gatehouse.User) listedUser {
	out := listedUser{ID: u.ID, Email: u.Email, Name: u.Name, Role: u.Role, Status: u.Status}
	if !u.LastSignInAt.IsZero() {
		out.LastSignInAt = &u.LastSignInAt
	}
	return out
}

type userDisableCmd struct {
	config.Storage
	Email string `help:"Address of the user." required:""`
}

func (userDisableCmd) Help() string {
	return `Examples:

    gatehouse user disable --email dana@example.com`
}

func (c *userDisableCmd) Run(p *process) (err error) {
	ctx, by := context.Background(), byCommandLine()
	l, err := openExisting(ctx, c.Storage)
	if err != nil {
		return err
	}
	defer func() { err = l.close(err) }()
	u, err := l.control.UserByEmail(ctx, by, gatehouse.NormalizeEmail(c.Email))
	if err != nil {
		return err
	}
	disable := func(u *gatehouse.User) error { u.Status = gatehouse.Disabled; return nil }
	if _, err := l.control.UpdateUser(ctx, by, u.ID, 0, disable); err != nil {
		return err
	}
	fmt.Fprintf(p.stdout, "disabled %s\n", u.Email)
	return nil
}

type userPasswordCmd struct {
	config.Storage
	Email         string `help:"Address of the user." required:""`
	PasswordStdin bool   `help:"Read the password from standard input; without it, one is made and printed."`
}

func (userPasswordCmd) Help() string {
	return `Examples:

    gatehouse user reset-password --email dana@example.com
    gatehouse user reset-password --email dana@example.com --password-stdin < password.txt`
}

func (c *userPasswordCmd) Run(p *process) (err error) {
	ctx, by := context.Background(), byCommandLine()
	password, made, err := p.password(c.PasswordStdin)
	if err != nil {
		return err
	}
	l, err := openExisting(ctx, c.Storage)
	if err != nil {
		return err
	}
	defer func() { err = l.close(err) }()
	u, err := l.control.UserByEmail(ctx, by, gatehouse.NormalizeEmail(c.Email))
	if err != nil {
		return err
	}
	if err := l.control.ResetPassword(ctx, by, u.ID, password); err != nil {
		return err
	}
	fmt.Fprintf(p.stdout, "changed the password of %s\n", u.Email)
	p.showPassword(password, made)
	return nil
}

// password reads the first line of standard input, or makes a password.
func (p *process) password(fromStdin bool) (password gatehouse.Secret, made bool, err error) {
	if !fromStdin {
		return gatehouse.Secret(rand.Text()), true, nil
	}
	line, err := p.line()
	if err != nil {
		return "", false, fmt.Errorf("reading the password: %w", err)
	}
	return gatehouse.Secret(line), false, nil
}

func (p *process) showPassword(password gatehouse.Secret, made bool) {
	if made {
		fmt.Fprintf(p.stdout, "password: %s\n", password.Reveal())
	}
}

// line reads one line of standard input, however it ends.
func (p *process) line() (string, error) {
	line, err := bufio.NewReader(io.LimitReader(p.stdin, 1<<16)).ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return "", err
	}
	line = strings.TrimRight(line, "\r\n")
	if line == "" {
		return "", cmp.Or(err, io.ErrUnexpectedEOF)
	}
	return line, nil
}

package main

import (
	"bytes"
	"encoding/json"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gatehouse/internal/config"
	"gatehouse/internal/seal"
)

// result is what a command line did.
type result struct {
	status         int
	stdout, stderr string
}

// run runs a command line in this process.
func run(stdin string, environ []string, args ...string) result {
	var out, errOut bytes.Buffer
	p := &process{stdin: strings.NewReader(stdin), stdout: &out, stderr: &errOut, sources: config.NewSources(environ)}
	status := p.run(args)
	return result{status, out.String(), errOut.String()}
}

// must runs a command line that has to work, on a data folder.
func must(t *testing.T, data, stdin string, args ...string) string {
	t.Helper()
	r := run(stdin, []string{"GATEHOUSE_DATA=" + data}, args...)
	if r.status != 0 || r.stderr != "" {
		t.Fatalf("gatehouse %s: %d\n%s%s", strings.Join(args, " "), r.status, r.stdout, r.stderr)
	}
	return r.stdout
}

func TestEveryCommandHasHelpWithExamples(t *testing.T) {
	commands := []string{
		"serve", "demo", "onboard", "check", "user create", "user list", "user disable", "user reset-password",
		"apikey create", "audit verify", "backup", "restore", "version",
	}
	for _, c := range commands {
		r := run("", nil, append(strings.Fields(c), "--help")...)
		if r.status != 0 || !strings.Contains(r.stdout, "Examples:") || !strings.Contains(r.stdout, "gatehouse "+c) {
			t.Errorf("%s --help: %d\n%s%s", c, r.status, r.stdout, r.stderr)
		}
	}
	if r := run("", nil); r.status != 0 || !strings.Contains(r.stdout, "onboard") {
		t.Errorf("without arguments: %+v", r)
	}
}

func TestWrongUseIsOneLine(t *testing.T) {
	tests := []struct {
		name   string
		args   string
		status int
		want   string
	}{
		{"unknown command", "server", 1, `did you mean "serve"`},
		{"unknown flag", "serve --gatway-addr :1", 1, `did you mean "--gateway-addr"`},
		{"a missing flag", "user create --role admin", 1, "--email"},
		{"a missing flag of check", "check", 2, "--client"},
		{"check without a key", "check --client x", 2, "GATEHOUSE_API_KEY"},
		{"onboard without a key", "onboard --client x --profile y", 1, "GATEHOUSE_API_KEY"},
		{"a wrong setting", "serve --trusted-proxies 10.0.0.0/33", 1, "--trusted-proxies: "},
		{"a list of no house", "user list --data /nonexistent/house", 1, "no Gatehouse data"},
		{"verifying no house", "audit verify --data /nonexistent/house", 1, "no Gatehouse data"},
		{"a restore of nothing", "restore --from /nonexistent/backup", 1, "opening the backup"},
		{"a database of another kind", "user list --database-url mysql://x", 1, "postgres://"},
		{"a short master key", "user create --email a@b.example --role admin --data TMP --master-key abc", 1, "master-key: "},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := run("", nil, strings.Fields(strings.ReplaceAll(tt.args, "TMP", t.TempDir()))...)
			if r.status != tt.status || r.stdout != "" || !strings.Contains(r.stderr, tt.want) || strings.Count(r.stderr, "\n") != 1 {
				t.Errorf("%+v, want status %d and one line with %q", r, tt.status, tt.want)
			}
		})
	}
}

func TestUsersFromTheCommandLine(t *testing.T) {
	data := t.TempDir()
	made := must(t, data, "", "user", "create", "--email", "Dana@Example.com", "--role", "admin")
	if !strings.Contains(made, "password: ") || !strings.Contains(made, "dana@example.com") {
		t.Errorf("creating with a made password printed %q", made)
	}
	if out := must(t, data, "a-password-of-my-own\n", "user", "create", "--email", "erik@example.com", "--role", "viewer", "--password-stdin"); strings.Contains(out, "password") {
		t.Errorf("creating with a password of one's own printed %q", out)
	}
	if r := run("short\n", []string{"GATEHOUSE_DATA=" + data}, "user", "create", "--email", "x@example.com", "--role", "viewer", "--password-stdin"); r.status != 1 || !strings.Contains(r.stderr, "password must be 12") {
		t.Errorf("a short password: %+v", r)
	}
	if r := run("", []string{"GATEHOUSE_DATA=" + data}, "user", "create", "--email", "x@example.com", "--role", "viewer", "--password-stdin"); r.status != 1 {
		t.Errorf("no password: %+v", r)
	}
	must(t, data, "another-password-then\n", "user", "reset-password", "--email", "erik@example.com", "--password-stdin")
	must(t, data, "", "user", "disable", "--email", "erik@example.com")
	if r := run("", []string{"GATEHOUSE_DATA=" + data}, "user", "disable", "--email", "nobody@example.com"); r.status != 1 || r.stderr == "" {
		t.Errorf("disabling nobody: %+v", r)
	}

	var users []listedUser
	if err := json.Unmarshal([]byte(must(t, data, "", "user", "list", "--json")), &users); err != nil {
		t.Fatal(err)
	}
	status := map[string]string{}
	for _, u := range users {
		status[u.Email] = string(u.Role) + " " + string(u.Status)
	}
	if len(users) != 2 || status["dana@example.com"] != "admin enabled" || status["erik@example.com"] != "viewer disabled" {
		t.Errorf("users: %v", status)
	}
	if table := must(t, data, "", "user", "list"); !strings.Contains(table, "erik@example.com") || !strings.Contains(table, "never") {
		t.Errorf("table:\n%s", table)
	}
}

func TestAnAPIKeyIsPrintedAlone(t *testing.T) {
	out := must(t, t.TempDir(), "", "apikey", "create", "--name", "deploy", "--role", "editor")
	if key := strings.TrimSuffix(out, "\n"); !strings.HasPrefix(key, "ghk_") || !seal.CheckToken(key) {
		t.Errorf("printed %q", out)
	}
}

func TestAuditVerifyTellsIntactFromNot(t *testing.T) {
	data := t.TempDir()
	for _, name := range []string{"one", "two", "three"} {
		must(t, data, "", "apikey", "create", "--name", name+"-key", "--role", "viewer")
	}
	if out := must(t, data, "", "audit", "verify"); !strings.Contains(out, "intact: 3 events") {
		t.Errorf("printed %q", out)
	}
	tamper(t, data, "DELETE FROM audit WHERE seq = 2")
	r := run("", []string{"GATEHOUSE_DATA=" + data}, "audit", "verify")
	if r.status != 1 || !strings.Contains(r.stdout, "First bad event: 2") || r.stderr != "" {
		t.Errorf("after a deletion: %+v", r)
	}
}

func TestBackupAndRestore(t *testing.T) {
	data, other := t.TempDir(), t.TempDir()
	must(t, data, "", "apikey", "create", "--name", "kept", "--role", "viewer")
	file := filepath.Join(t.TempDir(), "gatehouse.backup")
	must(t, data, "", "backup", "--to", file)
	if r := run("", []string{"GATEHOUSE_DATA=" + data}, "backup", "--to", file); r.status != 1 || !strings.Contains(r.stderr, "exists already") {
		t.Errorf("over an existing file: %+v", r)
	}
	if r := run("", []string{"GATEHOUSE_DATA=" + other}, "restore", "--from", file); r.status != 1 || !strings.Contains(r.stderr, "key") {
		t.Errorf("under another master key: %+v", r)
	}
	lock, err := lockDataFolder(data)
	if err != nil {
		t.Fatal(err)
	}
	if r := run("", []string{"GATEHOUSE_DATA=" + data}, "restore", "--from", file); r.status != 1 || !strings.Contains(r.stderr, "server (process ") {
		t.Errorf("under a running server: %+v", r)
	}
	lock.release()
	must(t, data, "", "apikey", "create", "--name", "later", "--role", "viewer")
	must(t, data, "", "restore", "--from", file)
	must(t, data, "", "apikey", "create", "--name", "later", "--role", "viewer") // the name is free again
	if out := must(t, data, "", "audit", "verify"); !strings.Contains(out, "intact: 3 events") {
		t.Errorf("after the restore: %q", out)
	}
}

func TestAStartThatCannotWork(t *testing.T) {
	busy, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer busy.Close()
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	free := []string{"serve", "--gateway-addr=127.0.0.1:0", "--console-addr=127.0.0.1:0", "--portal-addr=127.0.0.1:0"}
	tests := map[string]struct {
		args []string
		want string
	}{
		"occupied port":    {[]string{"--ops-addr", busy.Addr().String()}, "ops-addr: the address " + busy.Addr().String() + " is in use"},
		"no such address":  {[]string{"--ops-addr", "192.0.2.1:0"}, "is no address of this machine"},
		"data is a file":   {[]string{"--ops-addr=127.0.0.1:0", "--data", file}, "data: cannot write"},
		"no certificate":   {[]string{"--ops-addr=127.0.0.1:0", "--tls-cert", "/nonexistent", "--tls-key", "/nonexistent"}, "reading the certificate"},
		"bad certificate":  {[]string{"--ops-addr=127.0.0.1:0", "--tls-cert", file, "--tls-key", file}, "reading the certificate"},
		"database is away": {[]string{"--ops-addr=127.0.0.1:0", "--database-url", "postgres://gatehouse:canary@127.0.0.1:1/none"}, "connecting to the database none"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			r := run("", []string{"GATEHOUSE_DATA=" + t.TempDir()}, append(free[:4:4], tt.args...)...)
			if r.status != 1 || r.stdout != "" || !strings.Contains(r.stderr, tt.want) || strings.Count(r.stderr, "\n") != 1 || strings.Contains(r.stderr, "canary") {
				t.Errorf("%+v, want one line with %q", r, tt.want)
			}
		})
	}
}

func TestOnlyOneServerWorksOnADataFolder(t *testing.T) {
	data := t.TempDir()
	lock, err := lockDataFolder(data)
	if err != nil {
		t.Fatal(err)
	}
	defer lock.release()
	r := run("", []string{"GATEHOUSE_DATA=" + data}, "serve")
	if r.status != 1 || !strings.Contains(r.stderr, "stop it first") {
		t.Errorf("%+v", r)
	}
}

package pgtest

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

type server struct {
	bin, folder string
	account     *syscall.Credential // nil: the account that runs the tests
	alive       io.Closer           // the server runs while this pipe is open
}

// unprivileged picks an account for the server, which refuses to run as root.
func unprivileged() (*syscall.Credential, error) {
	if os.Geteuid() != 0 {
		return nil, nil //nolint:nilnil // no other account is needed
	}
	for _, name := range []string{"postgres", "nobody"} {
		u, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, uidErr := strconv.ParseUint(u.Uid, 10, 32)
		gid, gidErr := strconv.ParseUint(u.Gid, 10, 32)
		if errors.Join(uidErr, gidErr) == nil {
			return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, nil
		}
	}
	return nil, errors.New("PostgreSQL does not run as root, and there is neither an account postgres nor nobody")
}

func (s *server) start() error {
	if s.account != nil {
		if err := os.Chown(s.folder, int(s.account.Uid), int(s.account.Gid)); err != nil {
			return fmt.Errorf("giving the folder away: %w", err)
		}
	}
	if err := s.initialize(); err != nil {
		return err
	}
	if err := s.launch(); err != nil {
		return err
	}
	return s.await()
}

func (s *server) data() string { return filepath.Join(s.folder, "data") }

// initialize makes the cluster. Its language is not "C" where the server can
// do better, so that a query which forgets about bytewise order shows.
func (s *server) initialize() error {
	args := []string{"--pgdata", s.data(), "--username", "postgres", "--auth", "trust", "--encoding", "UTF8", "--locale", "C", "--no-sync"}
	if help, err := s.command("initdb", "--help").Output(); err == nil && strings.Contains(string(help), "--icu-locale") {
		args = append(args, "--locale-provider", "icu", "--icu-locale", "en")
	}
	if out, err := s.command("initdb", args...).CombinedOutput(); err != nil {
		return fmt.Errorf("running initdb: %w: %s", err, out)
	}
	return nil
}

func (s *server) command(name string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(context.Background(), filepath.Join(s.bin, name), args...)
	cmd.Dir = s.folder
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: s.account}
	return cmd
}

// watch runs the server until the pipe on its standard input closes, which the
// kernel does when the test binary is gone.
const watch = `"$0" "$@" >log 2>&1 </dev/null & pid=$!; read _; kill -QUIT $pid; wait $pid; rm -rf "$PGTEST_FOLDER"`

func (s *server) launch() error {
	cmd := exec.CommandContext(context.Background(), "/bin/sh", "-c", watch, filepath.Join(s.bin, "postgres"),
		"-D", s.data(), "-k", s.folder, "-c", "listen_addresses=", "-c", "fsync=off", "-c", "full_page_writes=off",
		"-c", "synchronous_commit=off", "-c", "max_connections=200", "-c", "shared_buffers=32MB")
	cmd.Dir = s.folder
	cmd.Env = append(os.Environ(), "PGTEST_FOLDER="+s.folder)
	// A group of its own: Ctrl-C in the terminal ends the tests, and the shell
	// then ends the server.
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: s.account, Setpgid: true}
	alive, err := cmd.StdinPipe()
	if err != nil {
		return fmt.Errorf("making a pipe: %w", err)
	}
	s.alive = alive // kept from the garbage collector, which would close it
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("starting PostgreSQL: %w", err)
	}
	return nil
}

// await tries until the server answers: it says so in no other way.
func (s *server) await() error {
	db, err := sql.Open("pgx", databaseURL(s.folder, "postgres"))
	if err != nil {
		return fmt.Errorf("connecting to PostgreSQL: %w", err)
	}
	defer db.Close()
	for range 600 {
		if err = db.PingContext(context.Background()); err == nil {
			return nil
		}
		time.Sleep(50 * time.Millisecond)
	}
	log, _ := os.ReadFile(filepath.Join(s.folder, "log")) // only to say more
	return fmt.Errorf("PostgreSQL does not answer: %w: %s", err, log)
}

package store

import (
	"bytes"
	"cmp"
	"crypto/hmac"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"gatehouse/internal/seal"
)

// CheckpointFile is the name of the checkpoints' file inside the data folder.
const CheckpointFile = "audit-checkpoints"

const (
	checkpointEvery  = time.Second
	keptCheckpoints  = 1000 // when the file is opened; the oldest go first
	mostCheckpoints  = 4 * keptCheckpoints
	restoreHappened  = "restore"
	checkpointHeader = "audit checkpoint 1"
)

// checkpoint is a line of the file: it proves that the audit log had reached
// an event by a time. It lies outside of the database, so that cutting the end
// off the log shows.
type checkpoint struct {
	Seq    int64     `json:"seq"`
	Hash   string    `json:"hash"`
	At     time.Time `json:"at"`
	Reason string    `json:"reason,omitempty"` // "restore": earlier lines are about the database before
	MAC    string    `json:"mac"`
}

func (c checkpoint) sign(keys *seal.Keys) string {
	var b canonical
	b.text(checkpointHeader)
	b.numbers(c.Seq, c.At.UnixMilli())
	b.text(c.Hash, c.Reason)
	return b.mac(keys)
}

// checkpoints writes the file, at most once a second, and always after the
// commit of what it claims. A crash may lose the newest checkpoint; its event
// is then covered by the next one. Several processes may append to one file.
type checkpoints struct {
	path string
	keys *seal.Keys
	stop chan struct{}
	done chan struct{}

	mu     sync.Mutex
	latest head // committed

	file    sync.Mutex // held while writing
	written int64
	lines   int
}

func openCheckpoints(dataDir string, keys *seal.Keys) (*checkpoints, error) {
	if err := os.MkdirAll(dataDir, 0o700); err != nil {
		return nil, fmt.Errorf("making the data folder: %w", err)
	}
	c := &checkpoints{path: filepath.Join(dataDir, CheckpointFile), keys: keys, stop: make(chan struct{}), done: make(chan struct{})}
	if err := c.tidy(); err != nil {
		return nil, err
	}
	go c.run()
	return c, nil
}

// committed notes where the chain ends now.
func (c *checkpoints) committed(h head) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if h.seq > c.latest.seq {
		c.latest = h
	}
}

func (c *checkpoints) run() {
	defer close(c.done)
	tick := time.NewTicker(checkpointEvery)
	defer tick.Stop()
	failing := false
	for {
		select {
		case <-c.stop:
			return
		case <-tick.C:
			err := c.flush()
			if err != nil && !failing {
				slog.Warn("audit checkpoints cannot be written", "error", err)
			}
			failing = err != nil
		}
	}
}

func (c *checkpoints) close() error {
	close(c.stop)
	<-c.done
	return c.flush()
}

func (c *checkpoints) flush() error {
	c.mu.Lock()
	h := c.latest
	c.mu.Unlock()
	c.file.Lock()
	defer c.file.Unlock()
	if h.seq <= c.written {
		return nil
	}
	if err := c.append(checkpoint{Seq: h.seq, Hash: h.hash}); err != nil {
		return err
	}
	c.written = h.seq
	return nil
}

// restored begins the account of a database that took the place of another.
func (c *checkpoints) restored(h head) error {
	c.mu.Lock()
	c.latest = h
	c.mu.Unlock()
	c.file.Lock()
	defer c.file.Unlock()
	c.written = h.seq
	return c.append(checkpoint{Seq: h.seq, Hash: h.hash, Reason: restoreHappened})
}

// append adds a line and waits until it is on the disk. The line begins with a
// line end too, which closes one that a crash has torn.
func (c *checkpoints) append(p checkpoint) error {
	p.At = time.Now().UTC().Truncate(time.Millisecond)
	p.MAC = p.sign(c.keys)
	line, err := json.Marshal(p)
	if err != nil {
		return fmt.Errorf("encoding an audit checkpoint: %w", err)
	}
	f, err := os.OpenFile(c.path, os.O_WRONLY|os.O_APPEND|os.O_CREATE, 0o600)
	if err != nil {
		return fmt.Errorf("writing an audit checkpoint: %w", err)
	}
	_, err = f.Write(slices.Concat([]byte("\n"), line, []byte("\n")))
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return fmt.Errorf("writing an audit checkpoint: %w", err)
	}
	c.lines++
	if c.lines > mostCheckpoints {
		return c.tidy()
	}
	return nil
}

// tidy drops the oldest lines of a file that has grown long.
func (c *checkpoints) tidy() error {
	lines, err := c.readLines()
	if err != nil {
		return err
	}
	c.lines = len(lines)
	if c.lines <= mostCheckpoints {
		return nil
	}
	lines = lines[c.lines-keptCheckpoints:]
	c.lines = keptCheckpoints
	f, err := os.CreateTemp(filepath.Dir(c.path), CheckpointFile+".*")
	if err != nil {
		return fmt.Errorf("rewriting the audit checkpoints: %w", err)
	}
	defer os.Remove(f.Name())
	_, err = f.Write(append(bytes.Join(lines, []byte("\n")), '\n'))
	if err := errors.Join(err, f.Sync(), f.Close(), os.Rename(f.Name(), c.path)); err != nil {
		return fmt.Errorf("rewriting the audit checkpoints: %w", err)
	}
	return nil
}

func (c *checkpoints) readLines() ([][]byte, error) {
	text, err := os.ReadFile(c.path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("reading the audit checkpoints: %w", err)
	}
	lines := bytes.Split(text, []byte("\n"))
	return slices.DeleteFunc(lines, func(l []byte) bool { return len(l) == 0 }), nil
}

// read returns the checkpoints about the present database, by number, and says
// what is wrong with the file if something is. A torn line is passed over, since a
// crash leaves one; so is a forged one, which is what is wrong then.
func (c *checkpoints) read() (points []checkpoint, problem string, err error) {
	lines, err := c.readLines()
	if err != nil {
		return nil, "", err
	}
	for i, line := range lines {
		var p checkpoint
		if json.Unmarshal(line, &p) != nil {
			continue
		}
		if !hmac.Equal([]byte(p.MAC), []byte(p.sign(c.keys))) {
			problem = fmt.Sprintf("Checkpoint %d in %s was not written by Gatehouse under this master key.", i+1, c.path)
			continue
		}
		if p.Reason == restoreHappened {
			points = nil
		}
		points = append(points, p)
	}
	slices.SortStableFunc(points, func(a, b checkpoint) int { return cmp.Compare(a.Seq, b.Seq) })
	return points, problem, nil
}

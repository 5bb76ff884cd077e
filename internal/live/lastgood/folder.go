package lastgood

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"gatehouse/internal/seal"
)

// Name is the folder inside the data folder.
const Name = "last-good"

// format is the version of the files' layout. A file of another one is passed
// over: the store has the configuration, this is a copy.
const format = 1

const (
	suffix = ".config"
	kept   = 3
)

// ErrNone means that no file could be used.
var ErrNone = errors.New("no last good configuration")

// Folder is the folder of the files for one store.
type Folder struct {
	dir   string
	keys  *seal.Keys
	store string
}

// Open makes the folder in a data folder. Store names the database without its
// credentials: a configuration saved from another database is never used.
func Open(dataDir, store string, keys *seal.Keys) (*Folder, error) {
	dir := filepath.Join(dataDir, Name)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("making the folder of last good configurations: %w", err)
	}
	return &Folder{dir: dir, keys: keys, store: store}, nil
}

// files lists the finished files, newest first.
func (f *Folder) files() ([]string, error) {
	entries, err := os.ReadDir(f.dir)
	if err != nil {
		return nil, fmt.Errorf("listing last good configurations: %w", err)
	}
	var names []string
	for _, e := range entries {
		if strings.HasSuffix(e.Name(), suffix) {
			names = append(names, filepath.Join(f.dir, e.Name()))
		}
	}
	slices.Sort(names)
	slices.Reverse(names)
	return names, nil
}

// prune removes what is older than the last three, and temporary files that a
// crash left behind. Only one process writes here, see the lock of the data
// folder, so no temporary file is another's.
func (f *Folder) prune() error {
	names, err := f.files()
	if err != nil {
		return err
	}
	stale, err := filepath.Glob(filepath.Join(f.dir, "*.tmp"))
	if err != nil {
		return fmt.Errorf("listing temporary files: %w", err)
	}
	if len(names) > kept {
		stale = append(stale, names[kept:]...)
	}
	for _, name := range stale {
		if err := os.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("removing an old configuration: %w", err)
		}
	}
	return nil
}

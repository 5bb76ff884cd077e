package seal

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// KeyFile is the name of the master key's file inside the data folder.
const KeyFile = "master.key"

func loadKeyFile(dataDir string) ([]byte, error) {
	path := filepath.Join(dataDir, KeyFile)
	key, err := readKeyFile(path)
	if !errors.Is(err, fs.ErrNotExist) {
		return key, err
	}
	if err := os.MkdirAll(dataDir, 0o700); err != nil {
		return nil, fmt.Errorf("making the data folder: %w", err)
	}
	if err := makeKeyFile(path); err != nil && !errors.Is(err, fs.ErrExist) {
		return nil, fmt.Errorf("making the master key: %w", err)
	}
	// Two processes may start on an empty folder at once. Only one of them
	// makes the file, and both read what is there.
	return readKeyFile(path)
}

// keyFileSize is the digits and a line end.
const keyFileSize = 2*masterKeySize + 1

func readKeyFile(path string) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, fmt.Errorf("reading the master key: %w", err)
	}
	if info.Mode().Perm()&0o077 != 0 {
		return nil, fmt.Errorf("master key %s can be read by other users (mode %04o); if nobody has seen it, run: chmod 600 %s", path, info.Mode().Perm(), path)
	}
	if info.Size() < keyFileSize-1 || info.Size() > keyFileSize {
		return nil, fmt.Errorf("master key %s is %d bytes long instead of %d; put the right file back from where you keep a copy", path, info.Size(), keyFileSize)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("reading the master key: %w", err)
	}
	key, err := parseMasterKey(strings.TrimSuffix(string(text), "\n"))
	if err != nil {
		return nil, fmt.Errorf("master key %s is damaged: it %w", path, err)
	}
	return key, nil
}

// makeKeyFile writes a new key under another name and links it into place,
// which fails where the name is taken. A crash leaves either no key or a whole
// one: a key that hashes were made with must never be lost to a power cut.
func makeKeyFile(path string) error {
	key := make([]byte, masterKeySize)
	if _, err := rand.Read(key); err != nil {
		return fmt.Errorf("reading random bytes: %w", err)
	}
	f, err := os.CreateTemp(filepath.Dir(path), KeyFile+".*") // made with mode 0600
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	_, err = f.WriteString(hex.EncodeToString(key) + "\n")
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	if err := os.Link(f.Name(), path); err != nil {
		return err
	}
	return syncFolder(filepath.Dir(path))
}

func syncFolder(path string) error {
	d, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

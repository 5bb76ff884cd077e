package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"gatehouse/internal/config"
)

// lockFile is held by the one server that may work on a data folder.
const lockFile = "serve.lock"

// makeDataFolder makes the data folder and tries to write to it, so that a
// folder without permission or space is named at the start and not later.
func makeDataFolder(dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return unusable(err)
	}
	probe, err := os.CreateTemp(dir, ".probe-*")
	if err != nil {
		return unusable(err)
	}
	defer os.Remove(probe.Name())
	_, err = probe.Write(make([]byte, 4096))
	return unusable(errors.Join(err, probe.Sync(), probe.Close()))
}

func unusable(err error) error {
	if err == nil {
		return nil
	}
	// The path error names a temporary file; the folder is what matters.
	if p, ok := errors.AsType[*os.PathError](err); ok {
		return &config.SettingError{Name: "data", Reason: fmt.Sprintf("cannot write to the folder of %s: %v", p.Path, p.Err)}
	}
	return &config.SettingError{Name: "data", Reason: "cannot write to the folder: " + err.Error()}
}

// folderLock keeps other servers and a restore off a data folder. The system
// drops it when the process ends, however it ends.
type folderLock struct{ file *os.File }

// lockDataFolder takes the lock, or says which process has it.
func lockDataFolder(dir string) (*folderLock, error) {
	file, err := os.OpenFile(filepath.Join(dir, lockFile), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("locking the data folder: %w", err)
	}
	err = syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		holder, _ := os.ReadFile(file.Name())
		_ = file.Close()
		return nil, &inUseError{dir, strings.TrimSpace(string(holder))}
	}
	if err == nil {
		err = errors.Join(file.Truncate(0), writeAt(file, fmt.Sprintln(os.Getpid())))
	}
	if err != nil {
		_ = file.Close()
		return nil, fmt.Errorf("locking the data folder: %w", err)
	}
	return &folderLock{file}, nil
}

func writeAt(f *os.File, text string) error {
	_, err := f.WriteAt([]byte(text), 0)
	return err
}

func (l *folderLock) release() { _ = l.file.Close() }

// inUseError means that a server works on the data folder.
type inUseError struct{ dir, pid string }

func (e *inUseError) Error() string {
	if e.pid == "" {
		return fmt.Sprintf("a gatehouse server is running on the data folder %s; stop it first", e.dir)
	}
	return fmt.Sprintf("a gatehouse server (process %s) is running on the data folder %s; stop it first", e.pid, e.dir)
}

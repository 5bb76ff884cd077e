package lastgood

import (
	"bufio"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/gob"
	"errors"
	"fmt"
	"io"
	"os"

	"gatehouse"
)

// Sink is where a configuration goes when it is read.
type Sink struct {
	Revision func(gatehouse.Revision)
	Policy   func(gatehouse.Policy)
	Partner  func(gatehouse.Partner)
}

// Load reads the newest file that is whole and was saved from this store, and
// returns the version of its configuration. It returns [ErrNone], joined with
// why each file could not be used, when there is none. Nothing reaches the
// sink from a file that is not whole.
func (f *Folder) Load(into Sink) (version int64, err error) {
	names, err := f.files()
	if err != nil {
		return 0, err
	}
	failed := []error{ErrNone}
	for _, name := range names {
		version, err := f.load(name, into)
		if err == nil {
			return version, nil
		}
		failed = append(failed, err)
	}
	return 0, errors.Join(failed...)
}

func (f *Folder) load(name string, into Sink) (int64, error) {
	file, err := os.Open(name)
	if err != nil {
		return 0, fmt.Errorf("opening a last good configuration: %w", err)
	}
	defer file.Close()
	size, err := f.verify(file)
	if err != nil {
		return 0, fmt.Errorf("%s: %w", name, err)
	}
	version, err := f.decode(io.NewSectionReader(file, 0, size), into)
	if err != nil {
		return 0, fmt.Errorf("%s: %w", name, err)
	}
	return version, nil
}

// verify reads the whole file once and returns the size of what the MAC
// covers.
func (f *Folder) verify(file *os.File) (size int64, err error) {
	info, err := file.Stat()
	if err != nil {
		return 0, fmt.Errorf("reading its size: %w", err)
	}
	size = info.Size() - sha256.Size
	if size < 0 {
		return 0, errors.New("is cut short")
	}
	sum := sha256.New()
	if _, err := io.Copy(sum, io.NewSectionReader(file, 0, size)); err != nil {
		return 0, fmt.Errorf("reading it: %w", err)
	}
	var stored [sha256.Size]byte
	if _, err := file.ReadAt(stored[:], size); err != nil {
		return 0, fmt.Errorf("reading its checksum: %w", err)
	}
	if !hmac.Equal(stored[:], f.mac(sum)) {
		return 0, errors.New("its checksum does not match")
	}
	return size, nil
}

func (f *Folder) decode(r io.Reader, into Sink) (int64, error) {
	decoder := gob.NewDecoder(bufio.NewReaderSize(r, 1<<20))
	var h header
	if err := decoder.Decode(&h); err != nil {
		return 0, fmt.Errorf("reading its header: %w", err)
	}
	if h.Format != format {
		return 0, fmt.Errorf("has format %d, this version reads %d", h.Format, format)
	}
	if h.Store != f.store {
		return 0, errors.New("is of another store")
	}
	for {
		var i item
		if err := decoder.Decode(&i); err != nil {
			return 0, fmt.Errorf("reading an entry: %w", err)
		}
		if i.End {
			return h.Version, nil
		}
		if err := f.hand(i, into); err != nil {
			return 0, err
		}
	}
}

func (f *Folder) hand(i item, into Sink) error {
	switch {
	case i.Revision != nil:
		r, err := i.Revision.open(f.keys)
		if err != nil {
			return err
		}
		into.Revision(r)
	case i.Policy != nil:
		into.Policy(*i.Policy)
	case i.Partner != nil:
		into.Partner(*i.Partner)
	}
	return nil
}

package lastgood

import (
	"bufio"
	"crypto/sha256"
	"encoding/gob"
	"fmt"
	"hash"
	"io"
	"os"
	"path/filepath"

	"gatehouse"
	"gatehouse/internal/seal"
)

// Writer takes the parts of a configuration, in any order.
type Writer struct {
	gob  *gob.Encoder
	keys *seal.Keys
}

// Revision adds a published revision.
func (w *Writer) Revision(r gatehouse.Revision) error {
	s, err := sealed(r, w.keys)
	if err != nil {
		return err
	}
	return w.add(item{Revision: s})
}

// Policy adds a policy.
func (w *Writer) Policy(p gatehouse.Policy) error { return w.add(item{Policy: &p}) }

// Partner adds a client with its profiles and tokens.
func (w *Writer) Partner(p gatehouse.Partner) error { return w.add(item{Partner: slim(p)}) }

func (w *Writer) add(v any) error {
	if err := w.gob.Encode(v); err != nil {
		return fmt.Errorf("writing a last good configuration: %w", err)
	}
	return nil
}

// Save writes a configuration. Fill hands its parts to the writer; when it
// fails, nothing is kept of the file and its error is returned.
func (f *Folder) Save(version int64, fill func(*Writer) error) error {
	file, err := os.CreateTemp(f.dir, "*.tmp")
	if err != nil {
		return fmt.Errorf("creating a last good configuration: %w", err)
	}
	defer os.Remove(file.Name()) // gone already once it was renamed
	if err := f.write(file, version, fill); err != nil {
		_ = file.Close()
		return err
	}
	if err := file.Close(); err != nil {
		return fmt.Errorf("closing a last good configuration: %w", err)
	}
	if err := os.Rename(file.Name(), filepath.Join(f.dir, fmt.Sprintf("%020d%s", version, suffix))); err != nil {
		return fmt.Errorf("naming a last good configuration: %w", err)
	}
	if err := syncDir(f.dir); err != nil {
		return err
	}
	return f.prune()
}

func (f *Folder) write(file *os.File, version int64, fill func(*Writer) error) error {
	sum := sha256.New()
	buffered := bufio.NewWriterSize(io.MultiWriter(file, sum), 1<<20)
	w := &Writer{gob.NewEncoder(buffered), f.keys}
	if err := w.add(header{format, version, f.store}); err != nil {
		return err
	}
	if err := fill(w); err != nil {
		return err
	}
	if err := w.add(item{End: true}); err != nil {
		return err
	}
	if err := buffered.Flush(); err != nil {
		return fmt.Errorf("writing a last good configuration: %w", err)
	}
	if _, err := file.Write(f.mac(sum)); err != nil {
		return fmt.Errorf("writing a last good configuration: %w", err)
	}
	if err := file.Sync(); err != nil {
		return fmt.Errorf("flushing a last good configuration: %w", err)
	}
	return nil
}

func (f *Folder) mac(sum hash.Hash) []byte {
	return f.keys.AuditMAC(sum.Sum([]byte("last good configuration\n")))
}

// syncDir makes a rename last.
func syncDir(path string) error {
	dir, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("opening the folder to flush: %w", err)
	}
	defer dir.Close()
	if err := dir.Sync(); err != nil {
		return fmt.Errorf("flushing the folder: %w", err)
	}
	return nil
}

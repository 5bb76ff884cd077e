package limit

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// File keeps a limiter's counts across restarts.
//
// It begins with everything that counts and goes on with a batch of changes
// for each save, so a save costs what happened since the last one and not
// what is known: a million idle clients cost nothing. When the changes have
// outgrown the beginning, the file is written anew beside the old one, synced
// and renamed into its place; the old one stays as "….prev". Each batch has a
// length and a CRC-32C, so that a batch cut off by a crash is dropped, and
// damage is found.
type File struct {
	limiter *Limiter
	path    string
	file    *os.File // open for appending; nil: the next save writes anew
	enc     encoder
	whole   int64 // bytes of everything, at the beginning
	size    int64 // bytes of the file
}

const (
	fileMagic = "GHLIMIT1"
	// fileSlack is how many bytes of changes are always worth keeping.
	fileSlack = 1 << 20
	// maxBatch bounds what a damaged length can make us read.
	maxBatch = 1 << 30
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// OpenFile restores a limiter from a file, which need not exist. The error
// says what could not be restored and why; the file is usable all the same,
// and the limiter counts on with what could.
func OpenFile(path string, l *Limiter, now time.Time) (*File, error) {
	f := &File{limiter: l, path: path}
	meters, err := readFile(path)
	if err != nil {
		// An older state is better than none: it was true a while ago, and
		// whatever of the newer one can be read goes on top of it.
		older, _ := readFile(path + ".prev")
		l.restore(older, now)
	}
	l.restore(meters, now)
	if errors.Is(err, fs.ErrNotExist) {
		err = nil
	}
	return f, err
}

// readFile reads as many batches as are intact. A last one that is not
// complete is what a crash leaves, and no error.
func readFile(path string) (map[uint64]*saved, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("reading the saved limits: %w", err)
	}
	d := decoder{meters: map[uint64]*saved{}}
	rest, ok := bytes.CutPrefix(data, []byte(fileMagic))
	if !ok {
		return nil, fmt.Errorf("reading the saved limits: %s is not in a known format", path)
	}
	for len(rest) >= 8 {
		length, sum := binary.LittleEndian.Uint32(rest), binary.LittleEndian.Uint32(rest[4:])
		if length > maxBatch {
			return d.meters, damaged(path, len(data)-len(rest))
		}
		if int(length) > len(rest)-8 {
			break
		}
		batch := rest[8 : 8+length]
		if crc32.Checksum(batch, castagnoli) != sum || d.batch(batch) != nil {
			return d.meters, damaged(path, len(data)-len(rest))
		}
		rest = rest[8+length:]
	}
	return d.meters, nil
}

func damaged(path string, at int) error {
	return fmt.Errorf("reading the saved limits: %s is damaged from byte %d on; what came before is kept", path, at)
}

// Run saves each second until the context ends, then once more, and closes
// the file. Failures are reported and tried again, less and less often while
// they last; requests are limited all the same.
func (f *File) Run(ctx context.Context, report func(error)) {
	const most = 30 * time.Second
	pause := time.Second
	for ctx.Err() == nil {
		select {
		case <-ctx.Done():
		case <-time.After(pause):
		}
		if err := f.Save(time.Now()); err != nil {
			report(err)
			pause = min(2*pause, most)
		} else {
			pause = time.Second
		}
	}
	if err := f.Close(); err != nil {
		report(err)
	}
}

// Save writes what changed since the last save and waits until it is on disk.
// It must not be called at the same time as itself or Close. Requests go on
// meanwhile: a meter is locked only while its own changes are copied.
func (f *File) Save(now time.Time) error {
	f.enc.offset = now.UnixNano() - f.limiter.since(now)
	var err error
	if f.file == nil || f.size-f.whole > max(fileSlack, f.whole) {
		err = f.rewrite(now)
	} else {
		err = f.append()
	}
	if err != nil {
		// What could not be written is no longer marked as changed, so only
		// writing everything can make up for it.
		f.abandon()
		return fmt.Errorf("saving the limits: %w", err)
	}
	return nil
}

// Close closes the file without saving.
func (f *File) Close() error {
	if f.file == nil {
		return nil
	}
	err := f.file.Close()
	f.file = nil
	return err
}

func (f *File) abandon() { _ = f.Close() }

// append writes one batch of changes.
func (f *File) append() error {
	f.begin()
	f.limiter.drain(f.enc.changes)
	if len(f.enc.buf) == batchHead {
		return nil
	}
	if err := f.end(f.file); err != nil {
		return err
	}
	return f.file.Sync()
}

// rewrite writes everything to a new file and puts it in the place of the old.
func (f *File) rewrite(now time.Time) error {
	f.abandon()
	f.enc.generation++
	f.limiter.drain(func(*meter) {})
	fresh := f.path + ".tmp"
	file, err := os.OpenFile(fresh, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	if err := f.writeAll(file, now); err != nil {
		_ = file.Close()
		_ = os.Remove(fresh)
		return err
	}
	f.file, f.whole = file, f.size
	return f.swap(fresh)
}

func (f *File) writeAll(file *os.File, now time.Time) error {
	n, err := file.WriteString(fileMagic)
	f.size = int64(n)
	if err != nil {
		return err
	}
	f.limiter.Sweep(now)
	for i := range f.limiter.shards {
		f.begin()
		f.limiter.shards[i].each(f.enc.everything)
		if err := f.end(file); err != nil {
			return err
		}
	}
	return file.Sync()
}

func (f *File) swap(fresh string) error {
	if err := os.Rename(f.path, f.path+".prev"); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := os.Rename(fresh, f.path); err != nil {
		return err
	}
	dir, err := os.Open(filepath.Dir(f.path))
	if err != nil {
		return err
	}
	defer func() { _ = dir.Close() }()
	return dir.Sync()
}

const batchHead = 8

// begin starts a batch, leaving room for its head.
func (f *File) begin() { f.enc.buf = append(f.enc.buf[:0], make([]byte, batchHead)...) }

// end fills in the head and writes the batch.
func (f *File) end(file *os.File) error {
	b := f.enc.buf
	binary.LittleEndian.PutUint32(b, uint32(len(b)-batchHead))
	binary.LittleEndian.PutUint32(b[4:], crc32.Checksum(b[batchHead:], castagnoli))
	n, err := file.Write(b)
	f.size += int64(n)
	return err
}

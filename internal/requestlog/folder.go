package requestlog

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"gocloud.dev/blob"
	"gocloud.dev/blob/fileblob"
)

// folder is where the files are. It is reached through a bucket, so that an
// S3-compatible one could take its place; what only a local folder needs is
// kept to this file.
type folder struct {
	bucket *blob.Bucket
	dir    string
}

// openFolder makes the folder when it is missing. Temporary files are written
// next to the final ones, because a rename across file systems is a copy.
func openFolder(dir string) (*folder, error) {
	bucket, err := fileblob.OpenBucket(dir, &fileblob.Options{
		CreateDir: true, DirFileMode: 0o700, NoTempDir: true, Metadata: fileblob.MetadataDontWrite,
	})
	if err != nil {
		return nil, fmt.Errorf("opening the request log's folder: %w", err)
	}
	return &folder{bucket: bucket, dir: dir}, nil
}

// write makes a file appear whole under its name and returns when it would
// survive a power cut.
func (f *folder) write(ctx context.Context, name string, content func(io.Writer) error) error {
	if err := f.put(ctx, name, content); err != nil {
		return fmt.Errorf("writing %s: %w", name, err)
	}
	for _, path := range []string{filepath.Join(f.dir, name), f.dir} {
		if err := syncPath(path); err != nil {
			// The records are tried again under another name.
			_ = f.remove(context.WithoutCancel(ctx), name)
			return fmt.Errorf("writing %s to the disk: %w", name, err)
		}
	}
	return nil
}

// put does without Bucket.WriteAll, which computes a checksum that a folder
// has no use for. A cancelled context is how a blob writer is told to give up.
func (f *folder) put(ctx context.Context, name string, content func(io.Writer) error) error {
	ctx, giveUp := context.WithCancel(ctx)
	defer giveUp()
	w, err := f.bucket.NewWriter(ctx, name, &blob.WriterOptions{ContentType: "application/vnd.apache.parquet"})
	if err != nil {
		return err
	}
	buffered := bufio.NewWriterSize(w, writeBytes)
	if err = content(buffered); err == nil {
		err = buffered.Flush()
	}
	if err != nil {
		giveUp()
		_ = w.Close()
		return err
	}
	return w.Close()
}

// writeBytes is how much goes to the disk at a time.
const writeBytes = 128 << 10

func syncPath(path string) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer func() { _ = file.Close() }()
	return file.Sync()
}

func (f *folder) remove(ctx context.Context, name string) error {
	if err := f.bucket.Delete(ctx, name); err != nil {
		return fmt.Errorf("deleting %s: %w", name, err)
	}
	return nil
}

// list names the files that are segments, with their sizes, and deletes what
// a killed process left half-written.
func (f *folder) list(ctx context.Context) ([]*segment, error) {
	var out []*segment
	it := f.bucket.List(nil)
	for {
		object, err := it.Next(ctx)
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if err != nil {
			return nil, fmt.Errorf("listing the request log's folder: %w", err)
		}
		if s, ok := parseName(object.Key); ok {
			s.bytes = object.Size
			out = append(out, s)
			continue
		}
		if whole, _, found := strings.Cut(object.Key, ".parquet."); found && strings.HasSuffix(object.Key, ".tmp") {
			if _, ours := parseName(whole + ".parquet"); ours {
				_ = f.remove(ctx, object.Key) // Found again at the next start.
			}
		}
	}
}

// source reads a file at any offset.
type source interface {
	io.ReaderAt
	io.Closer
}

// open gives the local file itself where there is one: a read is then one
// system call.
func (f *folder) open(ctx context.Context, name string) (source, error) {
	var file *os.File
	r, err := f.bucket.NewRangeReader(ctx, name, 0, 0, &blob.ReaderOptions{BeforeRead: func(as func(any) bool) error {
		as(&file)
		return nil
	}})
	if err != nil {
		return nil, fmt.Errorf("opening %s: %w", name, err)
	}
	if file != nil {
		return localFile{file, r}, nil
	}
	return remoteFile{f.bucket, name}, r.Close()
}

type localFile struct {
	*os.File
	reader *blob.Reader // Owns the file.
}

func (l localFile) Close() error { return l.reader.Close() }

type remoteFile struct {
	bucket *blob.Bucket
	name   string
}

func (r remoteFile) ReadAt(p []byte, offset int64) (int, error) {
	body, err := r.bucket.NewRangeReader(context.Background(), r.name, offset, int64(len(p)), nil)
	if err != nil {
		return 0, err
	}
	defer func() { _ = body.Close() }()
	return io.ReadFull(body, p)
}

func (r remoteFile) Close() error { return nil }

package main

import (
	"crypto/tls"
	"fmt"
	"log/slog"
	"os"
	"sync"
	"time"
)

// certificate is a certificate that is read again when its files change, so
// that a renewal needs no restart. A new pair that cannot be read, or whose
// halves do not fit because only one was replaced so far, leaves the old one
// in place.
type certificate struct {
	certFile, keyFile string
	logger            *slog.Logger

	mu      sync.Mutex
	looked  time.Time
	stamp   [2]fileStamp
	current *tls.Certificate
}

// fileStamp tells one version of a file from the next.
type fileStamp struct {
	modified time.Time
	size     int64
}

// lookAgain is how often the files are looked at, at most.
const lookAgain = time.Second

// loadCertificate reads a pair for the first time, when it must be good.
func loadCertificate(certFile, keyFile string, logger *slog.Logger) (*certificate, error) {
	c := &certificate{certFile: certFile, keyFile: keyFile, logger: logger}
	stamp, err := c.stat()
	if err != nil {
		return nil, err
	}
	if err := c.load(); err != nil {
		return nil, err
	}
	c.stamp, c.looked = stamp, time.Now()
	return c, nil
}

// get has the signature of [tls.Config.GetCertificate].
func (c *certificate) get(*tls.ClientHelloInfo) (*tls.Certificate, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if now := time.Now(); now.Sub(c.looked) >= lookAgain {
		c.looked = now
		c.refresh()
	}
	return c.current, nil
}

// expires is when the certificate that is served stops being valid.
func (c *certificate) expires() time.Time {
	pair, _ := c.get(nil)
	if pair.Leaf == nil {
		return time.Time{}
	}
	return pair.Leaf.NotAfter
}

func (c *certificate) refresh() {
	stamp, err := c.stat()
	if err == nil && stamp == c.stamp {
		return
	}
	if err == nil {
		err = c.load()
	}
	if err != nil {
		c.logger.Warn("the changed certificate cannot be used yet; the old one is served", "file", c.certFile, "error", err)
		return
	}
	c.stamp = stamp
	c.logger.Info("certificate replaced", "file", c.certFile)
}

func (c *certificate) load() error {
	pair, err := tls.LoadX509KeyPair(c.certFile, c.keyFile)
	if err != nil {
		return fmt.Errorf("reading the certificate %s with the key %s: %w", c.certFile, c.keyFile, err)
	}
	c.current = &pair
	return nil
}

func (c *certificate) stat() (stamp [2]fileStamp, err error) {
	for i, name := range []string{c.certFile, c.keyFile} {
		info, err := os.Stat(name)
		if err != nil {
			return stamp, fmt.Errorf("reading the certificate: %w", err)
		}
		stamp[i] = fileStamp{info.ModTime(), info.Size()}
	}
	return stamp, nil
}

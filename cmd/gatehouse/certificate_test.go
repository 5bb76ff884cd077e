package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"log/slog"
	"math/big"
	"os"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"
)

// writeCertificate writes a self-signed pair and dates the files, so that
// every pair looks like another version.
func writeCertificate(t *testing.T, dir, name string, dated time.Time) (certFile, keyFile string) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: name}, DNSNames: []string{"localhost"},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
	}
	cert, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	certFile, keyFile = filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem")
	write(t, certFile, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: cert}), dated)
	write(t, keyFile, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}), dated)
	return certFile, keyFile
}

func write(t *testing.T, file string, data []byte, dated time.Time) {
	t.Helper()
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Chtimes(file, dated, dated); err != nil {
		t.Fatal(err)
	}
}

func served(t *testing.T, c *certificate) string {
	t.Helper()
	pair, err := c.get(&tls.ClientHelloInfo{})
	if err != nil {
		t.Fatal(err)
	}
	leaf, err := x509.ParseCertificate(pair.Certificate[0])
	if err != nil {
		t.Fatal(err)
	}
	return leaf.Subject.CommonName
}

func TestAChangedCertificateIsServedWithoutARestart(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		dir := t.TempDir()
		certFile, keyFile := writeCertificate(t, dir, "first", time.Now())
		c, err := loadCertificate(certFile, keyFile, slog.New(slog.DiscardHandler))
		if err != nil {
			t.Fatal(err)
		}
		if got := served(t, c); got != "first" {
			t.Errorf("served %q", got)
		}

		write(t, certFile, []byte("half of a renewal"), time.Now().Add(time.Minute))
		time.Sleep(2 * lookAgain)
		if got := served(t, c); got != "first" {
			t.Errorf("half-way through a renewal served %q", got)
		}

		writeCertificate(t, dir, "second", time.Now().Add(2*time.Minute))
		time.Sleep(2 * lookAgain)
		if got := served(t, c); got != "second" {
			t.Errorf("after the renewal served %q", got)
		}

		if err := os.Remove(certFile); err != nil {
			t.Fatal(err)
		}
		time.Sleep(2 * lookAgain)
		if got := served(t, c); got != "second" {
			t.Errorf("with the files gone served %q", got)
		}
	})
}

package probe

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strings"
	"syscall"
)

// inWords says why a target did not answer, and what to look at.
func inWords(err error) string {
	if text := nameInWords(err); text != "" {
		return text
	}
	if text := certificateInWords(err); text != "" {
		return text
	}
	if e, ok := errors.AsType[*refused](err); ok {
		return "Gatehouse does not call this address: " + e.Error() + "."
	}
	switch {
	case errors.Is(err, syscall.ECONNREFUSED):
		return "The connection was refused: nothing listens at this port, or a firewall says so."
	case errors.Is(err, syscall.EHOSTUNREACH) || errors.Is(err, syscall.ENETUNREACH):
		return "There is no route to this address."
	case errors.Is(err, syscall.ECONNRESET) || errors.Is(err, syscall.EPIPE) || errors.Is(err, io.EOF):
		return "The connection was cut before there was an answer."
	case errors.Is(err, io.ErrUnexpectedEOF):
		return "The connection was cut in the middle of the answer."
	case errors.Is(err, context.DeadlineExceeded) || errors.Is(err, os.ErrDeadlineExceeded) || timedOut(err):
		return "There was no answer in time. A firewall may drop the packets, or the server hangs."
	case errors.Is(err, http.ErrSchemeMismatch):
		return "The server speaks plain HTTP: use http:// or give it a certificate."
	}
	return "The server did not answer in HTTP."
}

func timedOut(err error) bool {
	e, ok := errors.AsType[net.Error](err)
	return ok && e.Timeout() || strings.Contains(err.Error(), "timeout awaiting response headers") || strings.Contains(err.Error(), "TLS handshake timeout")
}

func nameInWords(err error) string {
	e, ok := errors.AsType[*net.DNSError](err)
	switch {
	case !ok:
		return ""
	case e.IsNotFound:
		return "The name cannot be resolved: there is no such host."
	default:
		return "The name cannot be resolved: the name server did not answer."
	}
}

func certificateInWords(err error) string {
	if _, ok := errors.AsType[x509.UnknownAuthorityError](err); ok {
		return "The certificate is signed by an authority that this machine does not trust."
	}
	if e, ok := errors.AsType[x509.HostnameError](err); ok {
		return "The certificate is for another name" + names(e.Certificate) + "."
	}
	if e, ok := errors.AsType[x509.CertificateInvalidError](err); ok {
		if e.Reason == x509.Expired {
			return fmt.Sprintf("The certificate is not valid now: it is good from %s to %s.", e.Cert.NotBefore.Format("2006-01-02"), e.Cert.NotAfter.Format("2006-01-02"))
		}
		return "The certificate is not valid."
	}
	if _, ok := errors.AsType[tls.RecordHeaderError](err); ok {
		return "The server does not speak TLS at this port: use http://, or another port."
	}
	if e, ok := errors.AsType[tls.AlertError](err); ok {
		return "The server ended the TLS handshake: " + e.Error() + "."
	}
	return ""
}

func names(c *x509.Certificate) string {
	if c == nil || len(c.DNSNames) == 0 {
		return ""
	}
	return ": " + strings.Join(c.DNSNames[:min(3, len(c.DNSNames))], ", ")
}

package probe

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"syscall"
	"time"

	"gatehouse"
)

// Fetcher gets a document that somebody names by its URL. Whoever may write it
// must not learn what only this machine can reach, so it goes to public
// addresses alone unless Private is set, and looks at each address that is
// about to be dialled, behind every name and every redirect.
type Fetcher struct {
	Control func(network, address string, c syscall.RawConn) error // of the dialler: refuses what no document may come from
	Private bool                                                   // private and loopback addresses are allowed
	Most    int64                                                  // bytes
	Timeout time.Duration                                          // for all of it; 0: 20 seconds
}

// The patience of a fetch.
const (
	fetchTimeout = 20 * time.Second
	maxRedirects = 5
)

var errPrivate = errors.New("it is private to this network; start Gatehouse with --import-private-addresses to allow it")

// Fetch gets the document at a URL. What goes wrong is Invalid at /url, in
// words, or TooLarge.
func (f *Fetcher) Fetch(ctx context.Context, address string) ([]byte, error) {
	timeout := f.Timeout
	if timeout == 0 {
		timeout = fetchTimeout
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	if err := checkFetched(address); err != nil {
		return nil, err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, http.NoBody)
	if err != nil {
		return nil, unfetched("is no URL")
	}
	req.Header.Set("User-Agent", "Gatehouse document import")
	req.Header.Set("Accept", "application/json, application/yaml, */*")
	client := &http.Client{CheckRedirect: redirected, Transport: (&Prober{Control: f.allowed}).transport()}
	resp, err := client.Do(req)
	if err != nil {
		if e, ok := errors.AsType[*gatehouse.Error](err); ok {
			return nil, e
		}
		return nil, unfetched("cannot be fetched. " + inWords(err))
	}
	defer func() { _ = resp.Body.Close() }()
	if resp.StatusCode != http.StatusOK {
		return nil, unfetched(fmt.Sprintf("cannot be fetched: the server answered %d", resp.StatusCode))
	}
	return f.read(resp.Body)
}

func (f *Fetcher) read(body io.Reader) ([]byte, error) {
	text, err := io.ReadAll(io.LimitReader(body, f.Most+1))
	switch {
	case err != nil:
		return nil, unfetched("cannot be fetched. " + inWords(err))
	case int64(len(text)) > f.Most:
		return nil, gatehouse.Errorf(gatehouse.TooLarge, "The document at this URL is larger than %d MiB.", f.Most>>20)
	}
	return text, nil
}

func unfetched(detail string) error {
	return &gatehouse.Error{Kind: gatehouse.Invalid, Detail: "The document cannot be fetched; see errors.", Fields: gatehouse.Fields{{Pointer: "/url", Detail: detail}}}
}

func checkFetched(address string) error {
	u, err := url.Parse(address)
	switch {
	case err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "":
		return unfetched("must be an absolute http or https URL")
	case u.User != nil:
		return unfetched("must not hold a user name or password")
	case len(address) > 4096:
		return unfetched("is too long")
	}
	return nil
}

func redirected(req *http.Request, via []*http.Request) error {
	if len(via) > maxRedirects {
		return unfetched("leads from one redirect to the next without end")
	}
	if err := checkFetched(req.URL.String()); err != nil {
		return unfetched("redirects to what is no http or https URL")
	}
	return nil
}

// shared is the address block of carrier-grade NAT (RFC 6598), no less private
// than those of RFC 1918.
var shared = netip.MustParsePrefix("100.64.0.0/10")

// allowed has the signature of net.Dialer.Control.
func (f *Fetcher) allowed(network, address string, c syscall.RawConn) error {
	if f.Control == nil {
		return net.UnknownNetworkError(network) // fail closed
	}
	if err := f.Control(network, address, c); err != nil || f.Private {
		return err
	}
	at, err := netip.ParseAddrPort(address)
	if err != nil {
		return err
	}
	a := at.Addr().Unmap()
	if !a.IsGlobalUnicast() || a.IsPrivate() || shared.Contains(a) || a.Is4() && a.As4()[0] == 0 || nat64.Contains(a) {
		return errPrivate
	}
	return nil
}

// nat64 addresses lead to whatever IPv4 address is in them.
var nat64 = netip.MustParsePrefix("64:ff9b::/96")

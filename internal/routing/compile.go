package routing

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"gatehouse"
	"gatehouse/internal/schema"
)

// CheckDefinition compiles a candidate and reports everything that would keep
// it from being served as one [gatehouse.Invalid] error, with pointers into
// the collection. That the fields are valid one by one is checked by
// [gatehouse.Collection.Validate]; this finds what only compiling can:
// endpoints that clash.
func CheckDefinition(d gatehouse.Definition) error {
	_, wrong := compile(d)
	return wrong.Err()
}

// compile never fails as a whole: it returns what it could make of the
// definition and all that is wrong with it.
func compile(d gatehouse.Definition) (*Collection, gatehouse.Fields) {
	var wrong gatehouse.Fields
	c := &Collection{
		KeepBasePath: d.Upstream.KeepBasePath, Credential: d.Upstream.Credential,
		ConnectTimeout:   orDefault(d.Upstream.ConnectTimeout, gatehouse.DefaultConnectTimeout),
		HeaderTimeout:    orDefault(d.Upstream.HeaderTimeout, gatehouse.DefaultHeaderTimeout),
		IdleTimeout:      orDefault(d.Upstream.IdleTimeout, gatehouse.DefaultIdleTimeout),
		ValidateRequests: d.ValidateRequests, MaxBodyBytes: d.MaxBodyBytes,
		Origins: slices.Sorted(slices.Values(d.CORS.Origins)),
	}
	if servableBase(d.BasePath) {
		c.BasePath = d.BasePath
	} else {
		wrong.Add("/base_path", "must be a path such as /shipments, without a slash at the end")
	}
	c.addTargets(d.Upstream.Targets, &wrong)
	for i, e := range d.Endpoints {
		wrong.Under("/endpoints/"+strconv.Itoa(i), c.addEndpoint(e, d.Endpoints))
	}
	return c, wrong
}

func orDefault(d, fallback time.Duration) time.Duration {
	if d <= 0 {
		return fallback
	}
	return d
}

// servableBase reports whether a canonical path could ever start with base.
func servableBase(base string) bool {
	if base == "/" {
		return true
	}
	canonical, err := CanonicalPath(base)
	return err == nil && canonical == base && !strings.HasSuffix(base, "/")
}

func (c *Collection) addTargets(targets []gatehouse.Target, wrong *gatehouse.Fields) {
	if len(targets) == 0 {
		wrong.Add("/upstream/targets", "must hold at least one target")
	}
	for i, t := range targets {
		target, ok := compileTarget(t)
		if !ok {
			wrong.Add("/upstream/targets/"+strconv.Itoa(i), "must have an absolute http or https URL and a weight from 1 to 1000")
			return
		}
		c.Targets = append(c.Targets, target)
	}
	c.turns.order = smoothOrder(c.Targets)
}

func (c *Collection) addEndpoint(e gatehouse.Endpoint, all []gatehouse.Endpoint) gatehouse.Fields {
	var f gatehouse.Fields
	method := methodIndex(e.Method)
	if method < 0 {
		f.Add("/method", "must be one of %s", strings.Join(methodNames[:], ", "))
		return f
	}
	template, reason := gatehouse.ParseTemplate(e.Path)
	if reason != "" {
		f.Add("/path", "%s", reason)
		return f
	}
	upstream, reason := compileUpstreamPath(e.UpstreamPath, template)
	if reason != "" {
		f.Add("/upstream_path", "%s", reason)
		return f
	}
	route := c.tree.at(template)
	if taken := route[method]; taken != nil {
		f.Add("/path", "matches the same requests as /endpoints/%d, which has this method too", indexOf(all, taken.Endpoint))
		return f
	}
	ep := &Endpoint{Endpoint: e, upstream: upstream}
	if c.ValidateRequests {
		ep.Schema, f = schema.Compile(e)
	}
	route[method] = ep
	c.Endpoints = append(c.Endpoints, ep)
	return f
}

// indexOf finds the first endpoint with the method and path of one that was
// added before.
func indexOf(all []gatehouse.Endpoint, e gatehouse.Endpoint) int {
	return slices.IndexFunc(all, func(o gatehouse.Endpoint) bool { return o.Method == e.Method && o.Path == e.Path })
}

package routing

import (
	"slices"
	"strings"

	"gatehouse"
)

// node is one segment deep in the tree of a collection's templates. A request
// visits a node at most once, because a node has one depth.
type node struct {
	literal   map[string]*node
	parameter *node
	exact     route // the template ends here
	slash     route // … with a slash
	wild      route // … with /*
}

// route is the endpoints at one template, by method.
type route [len(methodNames)]*Endpoint

// methodNames has the order of gatehouse.Methods; a test holds them together.
var methodNames = [...]string{"DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"}

const (
	methodGet  = 1
	methodHead = 2
)

// methodIndex is the place of a method in a route, or -1.
func methodIndex(method string) int { return slices.Index(methodNames[:], method) }

// get returns the endpoint for a method. HEAD is answered where GET is, unless
// it has an endpoint of its own.
func (r *route) get(method int) *Endpoint {
	if method == methodHead && r[methodHead] == nil {
		return r[methodGet]
	}
	return r[method]
}

func (r *route) methods() gatehouse.MethodSet {
	var s gatehouse.MethodSet
	for i, e := range r {
		if e != nil {
			s |= gatehouse.SetOfMethods(methodNames[i])
		}
	}
	return s
}

// at returns the route of a template, making the nodes on the way.
func (n *node) at(t gatehouse.Template) *route {
	for _, s := range t.Segments {
		n = n.child(s)
	}
	switch {
	case t.Wildcard:
		return &n.wild
	case t.Slash:
		return &n.slash
	default:
		return &n.exact
	}
}

func (n *node) child(s gatehouse.Segment) *node {
	if s.Parameter != "" {
		if n.parameter == nil {
			n.parameter = &node{}
		}
		return n.parameter
	}
	if n.literal == nil {
		n.literal = map[string]*node{}
	}
	if n.literal[s.Literal] == nil {
		n.literal[s.Literal] = &node{}
	}
	return n.literal[s.Literal]
}

// find returns the endpoint for rest, which is "" or starts with a slash. At
// each segment a literal beats a parameter and a parameter beats /*; the next
// best is tried where the better one leads to nothing for this method.
func (n *node) find(rest string, method int) *Endpoint {
	switch rest {
	case "":
		return n.exact.get(method)
	case "/":
		if e := n.slash.get(method); e != nil {
			return e
		}
		return n.wild.get(method)
	}
	segment, tail := cutSegment(rest)
	if child := n.literal[segment]; child != nil {
		if e := child.find(tail, method); e != nil {
			return e
		}
	}
	if n.parameter != nil {
		if e := n.parameter.find(tail, method); e != nil {
			return e
		}
	}
	return n.wild.get(method)
}

// allowed is every method that find answers for rest.
func (n *node) allowed(rest string) gatehouse.MethodSet {
	switch rest {
	case "":
		return n.exact.methods()
	case "/":
		return n.slash.methods() | n.wild.methods()
	}
	segment, tail := cutSegment(rest)
	s := n.wild.methods()
	if child := n.literal[segment]; child != nil {
		s |= child.allowed(tail)
	}
	if n.parameter != nil {
		s |= n.parameter.allowed(tail)
	}
	return s
}

// cutSegment splits "/a/b" into "a" and "/b".
func cutSegment(rest string) (segment, tail string) {
	rest = rest[1:]
	if i := strings.IndexByte(rest, '/'); i >= 0 {
		return rest[:i], rest[i:]
	}
	return rest, ""
}

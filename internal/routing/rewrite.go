package routing

import (
	"slices"
	"strings"

	"gatehouse"
)

// AppendPath appends the encoded path to ask a target for: the target's own
// path, then what the endpoint's upstream_path makes of the path below the
// base path or, without one, that path as it came, behind the base path where
// the collection keeps it. An upstream_path is the whole path behind the
// target's own. The result is never empty. The query is the caller's to add.
func (c *Collection) AppendPath(dst []byte, t *Target, ep *Endpoint, rest string) []byte {
	start := len(dst)
	dst = append(dst, t.Path...)
	switch {
	case ep.UpstreamPath != "":
		dst = ep.appendUpstream(dst, rest)
	case c.KeepBasePath && c.BasePath != "/":
		dst = append(dst, c.BasePath...)
		fallthrough
	default:
		dst = AppendEscapedPath(dst, rest)
	}
	if len(dst) == start {
		dst = append(dst, '/')
	}
	return dst
}

func (e *Endpoint) appendUpstream(dst []byte, rest string) []byte {
	for _, p := range e.upstream {
		switch {
		case p.rest:
			dst = AppendEscapedPath(dst, strings.TrimPrefix(fromSegment(rest, p.segment), "/"))
		case p.segment >= 0:
			value, _ := cutSegment(fromSegment(rest, p.segment))
			dst = AppendEscapedPath(dst, value)
		default:
			dst = append(dst, p.text...)
		}
	}
	return dst
}

// fromSegment drops n segments: fromSegment("/a/b", 1) is "/b". The path was
// matched, so it has them.
func fromSegment(rest string, n int) string {
	for range n {
		_, rest = cutSegment(rest)
	}
	return rest
}

// compileUpstreamPath turns an upstream_path into pieces. The second value
// says what is wrong with it.
func compileUpstreamPath(path string, of gatehouse.Template) ([]piece, string) {
	if path == "" {
		return nil, ""
	}
	up, wrong := gatehouse.ParseTemplate(path)
	if wrong != "" {
		return nil, wrong
	}
	if up.Wildcard && !of.Wildcard {
		return nil, "ends in /* but the path does not"
	}
	var pieces []piece
	for _, s := range up.Segments {
		if s.Parameter == "" {
			pieces = append(pieces, piece{text: "/" + EscapePath(s.Literal), segment: -1})
			continue
		}
		at := slices.Index(of.Segments, s)
		if at < 0 {
			return nil, "names a parameter that the path does not have"
		}
		pieces = append(pieces, piece{text: "/", segment: -1}, piece{segment: at})
	}
	switch {
	case up.Wildcard:
		pieces = append(pieces, piece{text: "/", segment: -1}, piece{segment: len(of.Segments), rest: true})
	case up.Slash:
		pieces = append(pieces, piece{text: "/", segment: -1})
	}
	return pieces, ""
}

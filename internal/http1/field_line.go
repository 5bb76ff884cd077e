package http1

// Field lines (RFC 9112 §5): name, colon, value, CR LF, and nothing else. Line
// folding, whitespace before the colon, bare CR or LF and control characters
// are refused rather than repaired (§2.2, §5.1, §5.2; RFC 9110 §5.5), because
// each of them is read differently by some other stack.

// vitals are the few fields the engine itself depends on, noted while the lines
// are parsed so that the list is walked once.
type vitals struct {
	host, length, coding, expect     string
	hosts, lengths, codings, expects int
	connection, upgrade              bool
}

// parseFields reads field lines from s[i:], which holds whole lines up to its
// end, and appends them to h. At most max fields may be in h in the end.
func parseFields(s string, i int, h Header, max int, v *vitals) (Header, *Violation) {
	for i < len(s) {
		end := span(s, i, isToken)
		if end == i || end == len(s) || s[end] != ':' {
			return h, nameFault(s, i, end)
		}
		if len(h) == max {
			return h, vFieldsMany
		}
		name := s[i:end]
		start, stop, next, fault := fieldValue(s, end+1)
		if fault != nil {
			return h, fault
		}
		value := s[start:stop]
		h = append(h, Field{name, value})
		if fault := v.note(name, value); fault != nil {
			return h, fault
		}
		i = next
	}
	return h, nil
}

// fieldValue finds the value that begins at i without its surrounding
// whitespace, and the start of the next line.
func fieldValue(s string, i int) (start, stop, next int, fault *Violation) {
	for i < len(s) && (s[i] == ' ' || s[i] == '\t') {
		i++
	}
	end := spanValue(s, i)
	if end+1 >= len(s) || s[end] != '\r' || s[end+1] != '\n' {
		return 0, 0, 0, valueFault(s, end)
	}
	stop = end
	for stop > i && (s[stop-1] == ' ' || s[stop-1] == '\t') {
		stop--
	}
	return i, stop, end + 2, nil
}

// nameFault says what is wrong with the line at i, whose leading token ends at end.
func nameFault(s string, i, end int) *Violation {
	switch {
	case end == len(s):
		return vFieldName
	case end == i && (s[end] == ' ' || s[end] == '\t'):
		return vFold
	case s[end] == ' ' || s[end] == '\t':
		return vColonSpace
	case s[end] == '\n':
		return vBareLF
	case s[end] == '\r' && (end+1 == len(s) || s[end+1] != '\n'):
		return vBareCR
	}
	return vFieldName
}

func valueFault(s string, i int) *Violation {
	switch {
	case i < len(s) && s[i] == '\n':
		return vBareLF
	case i < len(s) && s[i] == '\r':
		return vBareCR
	}
	return vFieldValue
}

// note remembers a field the engine depends on. Look-alikes of the framing
// fields are refused: an upstream that maps "_" and "-" to one variable would
// see a second length.
func (v *vitals) note(name, value string) *Violation {
	switch len(name) {
	case 4:
		if EqualFold(name, "Host") {
			v.host, v.hosts = value, v.hosts+1
		}
	case 6:
		if EqualFold(name, "Expect") {
			v.expect, v.expects = value, v.expects+1
		}
	case 7:
		v.upgrade = v.upgrade || EqualFold(name, "Upgrade")
	case 10:
		v.connection = v.connection || EqualFold(name, "Connection")
	case 14:
		if EqualFold(name, "Content-Length") {
			v.length, v.lengths = value, v.lengths+1
		} else if EqualManaged(name, "Content-Length") {
			return vLookalike
		}
	case 17:
		if EqualFold(name, "Transfer-Encoding") {
			v.coding, v.codings = value, v.codings+1
		} else if EqualManaged(name, "Transfer-Encoding") {
			return vLookalike
		}
	}
	return nil
}

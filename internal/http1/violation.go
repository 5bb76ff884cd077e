package http1

// What the engine refuses, and with which status (RFC 9110 §15, RFC 9112 §2.2,
// §3, §5, §6, §7). One flat list, so that a reader sees all of it, the
// conformance data can name each by its reason, and refusing allocates nothing.

// Violation says which rule a message broke. It is an error.
type Violation struct {
	Status int    // the status a server answers with
	Reason string // short and stable, for logs and metrics: "chunk_size"
	Detail string // one sentence for the sender; never contains input
}

func (v *Violation) Error() string { return v.Reason + ": " + v.Detail }

var (
	vMethod        = &Violation{400, "method", "The method is not a token of at most 32 characters."}
	vMethodRefused = &Violation{405, "method_refused", "CONNECT and TRACE are not served here."}
	vRequestLine   = &Violation{400, "request_line", "The request line must be method, target and version, each separated by one space."}
	vVersion       = &Violation{400, "version", "The request line must end in HTTP/1.1 or HTTP/1.0."}
	vVersionMajor  = &Violation{505, "version_unsupported", "Only HTTP/1.1 and HTTP/1.0 are spoken on this connection."}
	vTarget        = &Violation{400, "target", "The request target holds a character that must be percent-encoded, or none at all."}
	vTargetEscape  = &Violation{400, "target_escape", "A percent sign in the path must be followed by two hexadecimal digits."}
	vTargetForm    = &Violation{400, "target_form", "The request target must begin with a slash, or be an absolute http or https URL."}
	vAsterisk      = &Violation{400, "target_asterisk", "The target * goes with OPTIONS only."}
	vTargetLong    = &Violation{414, "target_too_long", "The request target is too long."}
	vHeadLong      = &Violation{431, "head_too_long", "The header section is too large."}
	vFieldsMany    = &Violation{431, "too_many_fields", "The header section has too many fields."}

	vHostMissing  = &Violation{400, "host_missing", "A Host field is required."}
	vHostRepeated = &Violation{400, "host_repeated", "There must be one Host field only."}
	vHost         = &Violation{400, "host", "The Host field must be a host name or address, optionally with a port."}
	vHostMismatch = &Violation{400, "host_mismatch", "The Host field differs from the authority of the request target."}

	vBareLF     = &Violation{400, "bare_lf", "Lines must end in CR LF; a bare LF was found."}
	vBareCR     = &Violation{400, "bare_cr", "A CR must be followed by LF."}
	vFold       = &Violation{400, "folded_field", "A field must not be continued on a second line."}
	vColonSpace = &Violation{400, "space_before_colon", "There must be no space between field name and colon."}
	vFieldName  = &Violation{400, "field_name", "A field name must be a token followed by a colon."}
	vFieldValue = &Violation{400, "field_value", "A field value holds a control character."}
	vLookalike  = &Violation{400, "framing_lookalike", "A field name imitates a framing field with an underscore."}

	vLength         = &Violation{400, "content_length", "Content-Length must be one decimal number."}
	vLengthRepeated = &Violation{400, "content_length_repeated", "There must be one Content-Length only."}
	vLengthAndTE    = &Violation{400, "length_and_coding", "Content-Length and Transfer-Encoding exclude each other."}
	vTE             = &Violation{400, "transfer_encoding", "Transfer-Encoding must be one field that says chunked, once and last."}
	vTEVersion      = &Violation{400, "transfer_encoding_version", "Transfer-Encoding does not exist in HTTP/1.0."}
	vTEUnknown      = &Violation{501, "transfer_coding_unknown", "The only transfer coding spoken here is chunked."}
	vConnection     = &Violation{400, "connection", "The Connection field must be a list of tokens."}
	vExpect         = &Violation{417, "expectation", "The only expectation met here is 100-continue."}

	vChunkSize    = &Violation{400, "chunk_size", "A chunk size must be a hexadecimal number followed by CR LF."}
	vChunkExt     = &Violation{400, "chunk_extension", "A chunk extension is malformed."}
	vChunkExtLong = &Violation{400, "chunk_extension_too_long", "The chunk extensions are too long."}
	vChunkEnd     = &Violation{400, "chunk_end", "Chunk data must be followed by CR LF."}
	vTrailerLong  = &Violation{400, "trailer_too_long", "The trailer section is too large."}
	vTrailerField = &Violation{400, "trailer_field", "The trailer section holds a field that belongs in the header section."}
	vBodyCut      = &Violation{400, "body_incomplete", "The connection ended before the body did."}

	vHeadSlow = &Violation{408, "head_timeout", "The request head did not arrive in time."}
	vBodySlow = &Violation{408, "body_timeout", "The request body arrived too slowly."}

	// Of responses only; the status is not used.
	vStatusLine  = &Violation{502, "status_line", "The status line must be version, status code and reason, separated by one space."}
	vStatusCode  = &Violation{502, "status_code", "The status code must be between 100 and 599."}
	vInterimMany = &Violation{502, "too_many_interim", "Too many interim responses."}
	vUnasked101  = &Violation{502, "unasked_upgrade", "The upstream switched to a protocol that was not asked for."}
	vResponseCut = &Violation{502, "response_incomplete", "The connection ended before the response did."}
)

package h2

// What a request is refused for beside the rules that HTTP/1.1 has too (RFC 9113
// §8.1.1 to §8.3). All but the size limits make it malformed, and its stream is
// reset after the answer.

import "gatehouse/internal/http1"

var (
	vFieldName       = &http1.Violation{Status: 400, Reason: "field_name", Detail: "A field name must be a token in lower case."}
	vFieldValue      = &http1.Violation{Status: 400, Reason: "field_value", Detail: "A field value holds a control character, or begins or ends with white space."}
	vConnectionField = &http1.Violation{Status: 400, Reason: "connection_field", Detail: "Fields that concern one connection do not exist in HTTP/2."}
	vTE              = &http1.Violation{Status: 400, Reason: "te", Detail: "The TE field may only say trailers."}
	vLookalike       = &http1.Violation{Status: 400, Reason: "framing_lookalike", Detail: "A field name imitates a framing field with an underscore."}
	vPseudo          = &http1.Violation{Status: 400, Reason: "pseudo_field", Detail: "The pseudo-header fields are :method, :scheme, :authority and :path, once each and before all others."}
	vPseudoMissing   = &http1.Violation{Status: 400, Reason: "pseudo_field_missing", Detail: "The fields :method, :scheme and :path are required."}
	vScheme          = &http1.Violation{Status: 400, Reason: "scheme", Detail: "The scheme must be https or http."}
	vHostMissing     = &http1.Violation{Status: 400, Reason: "host_missing", Detail: "An :authority or a Host field is required."}
	vHostMismatch    = &http1.Violation{Status: 400, Reason: "host_mismatch", Detail: "The Host field differs from :authority, or there are several."}
	vLengthRepeated  = &http1.Violation{Status: 400, Reason: "content_length_repeated", Detail: "There must be one Content-Length only."}
	vLengthMismatch  = &http1.Violation{Status: 400, Reason: "content_length_mismatch", Detail: "The body is not as long as Content-Length says."}
	vTrailer         = &http1.Violation{Status: 400, Reason: "trailer_field", Detail: "The trailer section holds a field that belongs in the header section."}
	vHeadLong        = &http1.Violation{Status: 431, Reason: "head_too_long", Detail: "The header section is too large."}
	vFieldsMany      = &http1.Violation{Status: 431, Reason: "too_many_fields", Detail: "The header section has too many fields."}
	vBodySlow        = &http1.Violation{Status: 408, Reason: "body_timeout", Detail: "The request body arrived too slowly."}
)

// malformed reports whether the stream is to be reset for v (RFC 9113 §8.1.1).
// What is merely too large, too slow or not served is answered like any request.
func malformed(v *http1.Violation) bool { return v.Status == 400 }

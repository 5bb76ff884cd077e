package problem

import "net/http"

// gatewayEntries are the codes that partner traffic can be refused with, in the
// order of the gateway's steps.
var gatewayEntries = []Entry{
	{
		"request_malformed", http.StatusBadRequest, "Malformed request",
		"Send a well-formed HTTP request: one Host, one X-Client-ID, one X-Profile-ID, and a path without encoded slashes or dot segments.",
		"The request breaks a rule of HTTP, or has a form that two programs could read differently. Such requests are refused rather than repaired.",
		"Look for a header sent twice, a path with //, .., %2F or %5C, or a client library that builds the request by hand.",
	}, {
		"request_timeout", http.StatusRequestTimeout, "Request arrived too slowly",
		"Send the whole request without long pauses.",
		"The head or the body of the request did not arrive in time.",
		"Check the network between you and the gateway, and that your client sends the body right after the head.",
	}, {
		"expectation_failed", http.StatusExpectationFailed, "Expectation not supported",
		"Leave out the Expect header, or send Expect: 100-continue.",
		"The request has an Expect header other than 100-continue.",
		"Remove the header; most clients never need it.",
	}, {
		"transfer_coding_unsupported", http.StatusNotImplemented, "Transfer coding not supported",
		"Send the body with a Content-Length or with Transfer-Encoding: chunked.",
		"The body is sent in a transfer coding other than chunked.",
		"Compress with Content-Encoding where the API takes it, and leave Transfer-Encoding to your HTTP library.",
	}, {
		"version_unsupported", http.StatusHTTPVersionNotSupported, "HTTP version not supported",
		"Use HTTP/1.1 or HTTP/2.",
		"The request is in a version of HTTP that is not spoken on this port.",
		"Use HTTP/1.1, or HTTP/2 over TLS.",
	}, {
		"payload_too_large", http.StatusRequestEntityTooLarge, "Body too large",
		"Send a smaller body.",
		"The body is larger than this call accepts. A body of unknown length is cut when it passes the limit.",
		"Split the data over several calls, or ask your contact whether the limit can be raised.",
	}, {
		"uri_too_long", http.StatusRequestURITooLong, "URL too long",
		"Shorten the path and query to at most 8 KiB.",
		"The path and query together are longer than 8 KiB.",
		"Move long lists out of the query and into a request body, where the API offers one.",
	}, {
		"headers_too_large", http.StatusRequestHeaderFieldsTooLarge, "Headers too large",
		"Send at most 100 header fields and 32 KiB in total; drop cookies you do not need.",
		"The request has more than 100 header fields, or they are larger than 32 KiB in total.",
		"Most often a cookie or a token has grown. This gateway needs no cookies at all.",
	}, {
		"client_id_missing", http.StatusUnauthorized, "Client ID missing",
		"Send your Client ID in the X-Client-ID header.",
		"The request does not say who is calling.",
		"Add X-Client-ID: cl_… with the Client ID from your hand-over sheet. A header spelled with underscores does not count.",
	}, {
		"profile_id_missing", http.StatusUnauthorized, "Profile ID missing",
		"Send your Profile ID in the X-Profile-ID header.",
		"The request does not say which of your profiles it uses.",
		"Add X-Profile-ID with the Profile ID from your hand-over sheet, such as acme-corp-standard.",
	}, {
		"credentials_missing", http.StatusUnauthorized, "Credentials missing",
		"Send your token as Authorization: Bearer <token>.",
		"The request names a client and a profile but proves neither.",
		"Add the header Authorization: Bearer followed by one space and your token.",
	}, {
		"credentials_invalid", http.StatusUnauthorized, "Credentials not accepted",
		"Check Client ID, Profile ID and token against your hand-over sheet; all three must belong together.",
		"Client ID, Profile ID and token do not fit together. For safety the answer is the same whichever of them is wrong.",
		"Compare all three with your hand-over sheet. Look for a cut-off token, a token of another profile, one that was replaced, or an Authorization header that does not start with Bearer.",
	}, {
		"credentials_expired", http.StatusUnauthorized, "Credentials expired",
		"Use your new token, or ask your contact for one.",
		"The token is right but its time is over.",
		"If you were given a new token, use that one. Otherwise ask your contact to rotate the token; your Profile ID stays the same.",
	}, {
		"too_many_failures", http.StatusTooManyRequests, "Too many failed attempts",
		"Correct your credentials; wait for the time given in Retry-After before you try wrong ones again.",
		"Many requests with wrong credentials came from your address. Further failing requests are turned away early; correct credentials always pass.",
		"Stop the program that sends the wrong credentials, correct them, and call again.",
	}, {
		"ip_not_allowed", http.StatusForbidden, "Address not allowed",
		"Call from an address on your allowlist, or ask your contact to add this one.",
		"Your credentials are right, but this profile may be used from certain addresses only, and yours is not one of them.",
		"Check which address your traffic leaves from (a proxy or a VPN may have changed it) and ask your contact to add it.",
	}, {
		"client_disabled", http.StatusForbidden, "Access paused",
		"Ask your contact; access is paused.",
		"Your credentials are right, but your access as a whole has been paused.",
		"Ask your contact why. Nothing needs to change on your side once it is enabled again.",
	}, {
		"profile_disabled", http.StatusForbidden, "Profile not usable",
		"Ask your contact; this profile is disabled or has expired.",
		"Your credentials are right, but the profile they belong to has been disabled or is past its expiry.",
		"Use another of your profiles, or ask your contact to enable this one or extend it.",
	}, {
		"collection_not_assigned", http.StatusForbidden, "No access to this collection",
		"Ask your contact for access to this collection.",
		"Your credentials are right, but you were not given access to the collection that this path belongs to.",
		"Check the base path against your hand-over sheet; if it is right, ask your contact for access.",
	}, {
		"route_not_found", http.StatusNotFound, "No such endpoint",
		"Check the path against the documentation; a trailing slash counts.",
		"Your credentials are right, but there is no published endpoint at this path.",
		"Compare the path with the documentation in the portal, letter by letter: case and a trailing slash count.",
	}, {
		"method_not_allowed", http.StatusMethodNotAllowed, "Method not allowed",
		"Use one of the methods listed in allowed_methods.",
		"The path exists, but not for this method, or your profile may not use this method.",
		"The Allow header and allowed_methods list what the endpoint has and your profile may use. If the list lacks what you need, ask your contact.",
	}, {
		"rate_limit_exceeded", http.StatusTooManyRequests, "Rate limit exceeded",
		"Wait for the time given in Retry-After, then slow down; the limit is in the RateLimit-Policy header.",
		"More requests were made within the window than your policy allows. Refused requests are not counted.",
		"Wait for the seconds in Retry-After. To stay clear of the limit, watch the RateLimit header: r is what remains, t the seconds until more is free.",
	}, {
		"quota_exceeded", http.StatusTooManyRequests, "Quota used up",
		"Wait until the quota resets (Retry-After), or ask your contact for a larger one.",
		"All requests that your policy allows in the current period have been made.",
		"The quota starts anew after the seconds in Retry-After. If it is too small for your use, ask your contact.",
	}, {
		"request_invalid", http.StatusBadRequest, "Request does not match the documentation",
		"Correct the places listed in errors and send the request again.",
		"Parameters or body do not match what the endpoint documents. The call was not passed on.",
		"Each item of errors has a pointer to the place and says what would be right.",
	}, {
		"config_invalid", http.StatusServiceUnavailable, "Not available at the moment",
		"Try again later; if it stays, give the request id to your contact.",
		"This part of the API is not configured correctly on the provider's side, so it refuses all calls.",
		"There is nothing to change in your request. Report the request id to your contact if it lasts.",
	}, {
		"upstream_unreachable", http.StatusBadGateway, "API server not reachable",
		"Try again in a moment; your credentials are fine.",
		"The call passed all checks, but the API behind the gateway could not be reached.",
		"Retry with growing pauses. If it stays, give the request id to your contact.",
	}, {
		"upstream_invalid_response", http.StatusBadGateway, "API server answered with something unreadable",
		"Try again in a moment; if it stays, give the request id to your contact.",
		"The API behind the gateway sent an answer that is not valid HTTP, or broke off before its answer began.",
		"The call may have taken effect. Check before you repeat a call that changes something.",
	}, {
		"upstream_unavailable", http.StatusServiceUnavailable, "API servers not available",
		"Try again after the time given in Retry-After; your credentials are fine.",
		"All servers of the API behind the gateway failed a moment ago and are being left alone for a short while.",
		"Retry after the pause. If it stays, give the request id to your contact.",
	}, {
		"upstream_timeout", http.StatusGatewayTimeout, "API server did not answer in time",
		"Check whether the call took effect before you repeat one that changes something; otherwise try again.",
		"The call was passed on, but the API behind the gateway did not begin to answer in time.",
		"Reading calls can simply be repeated. A call that changes something may have taken effect nevertheless.",
	}, {
		"client_gone", StatusClientGone, "Caller left",
		"Raise the timeout of your client if this was not meant.",
		"The connection was closed before the answer was there. This code stands in logs only and is never sent.",
		"Check the timeout of your HTTP client against the latency shown in the request log.",
	}, {
		"not_ready", http.StatusServiceUnavailable, "Not ready",
		"Try again in a moment.",
		"This gateway has just started and has no configuration yet, or is about to stop.",
		"Retry; another gateway, or this one, answers shortly.",
	},
}

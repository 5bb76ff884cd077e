// Why the gateway refused, in words: short for a row, for the partner, and
// what an admin can look at. The codes are the gateway's problem codes.

interface Reason {
  short: string;
  partner: string;
  admin: string;
}

const reasons: Record<string, Reason> = {
  request_malformed: { short: "malformed request", partner: "Send a well-formed request: one Host, one X-Client-ID, one X-Profile-ID, a path without encoded slashes.", admin: "Often a path with //, .., %2F or %5C, or a header that is sent twice." },
  request_timeout: { short: "request arrived too slowly", partner: "Send the whole request without long pauses.", admin: "The network to the partner was slow or broke off." },
  expectation_failed: { short: "Expect header not supported", partner: "Leave out the Expect header.", admin: "The client library sends an Expect header other than 100-continue." },
  transfer_coding_unsupported: { short: "transfer coding not supported", partner: "Send the body with Content-Length or chunked.", admin: "The client uses a transfer coding other than chunked." },
  version_unsupported: { short: "HTTP version not supported", partner: "Use HTTP/1.1 or HTTP/2.", admin: "The client speaks another version of HTTP." },
  payload_too_large: { short: "body too large", partner: "Send a smaller body.", admin: "The limit is under the collection’s Settings, or a global one." },
  uri_too_long: { short: "URL too long", partner: "Shorten the URL.", admin: "Long queries are better sent as a body." },
  headers_too_large: { short: "headers too large", partner: "Send fewer or shorter headers.", admin: "Large cookies are the usual reason." },
  client_id_missing: { short: "X-Client-ID missing", partner: "Send your Client ID in X-Client-ID.", admin: "They must send the Client ID that is shown on the client’s page." },
  profile_id_missing: { short: "X-Profile-ID missing", partner: "Send your Profile ID in X-Profile-ID.", admin: "They must send the profile’s name in X-Profile-ID." },
  credentials_missing: { short: "no Authorization header", partner: "Send your token as Authorization: Bearer …", admin: "The request had no Authorization header and no client certificate." },
  credentials_invalid: { short: "credentials not accepted", partner: "Check Client ID, Profile ID and token: one of them does not fit the others.", admin: "An unknown Client ID, another client’s profile or a wrong token. Compare the ids; if they are right, rotate the token." },
  credentials_expired: { short: "token expired", partner: "Ask for a new token; this one has expired.", admin: "Rotate the token on the profile’s page." },
  too_many_failures: { short: "too many failed attempts", partner: "Stop, correct the credentials, try again in a minute.", admin: "This address failed too often within a minute. Valid credentials always pass." },
  ip_not_allowed: { short: "address not in the IP allowlist", partner: "Call from an address that was agreed on, or ask to add yours.", admin: "Add the address to the profile’s IP allowlist if it is theirs." },
  client_disabled: { short: "client disabled", partner: "Ask your contact; access is paused.", admin: "Enable the client on its page." },
  profile_disabled: { short: "profile disabled or expired", partner: "Ask your contact; this profile cannot be used.", admin: "Enable the profile, or move its expiry." },
  collection_not_assigned: { short: "no access to this collection", partner: "Ask your contact for access to this API.", admin: "Add the client on the collection’s Access tab." },
  route_not_found: { short: "no such endpoint", partner: "Check the path against the documentation.", admin: "No published endpoint has this path. Is the draft published?" },
  method_not_allowed: { short: "method not allowed", partner: "Use a method from the Allow header.", admin: "Either the endpoint or the profile’s Allowed methods lacks it." },
  rate_limit_exceeded: { short: "rate limit exceeded", partner: "Wait as long as Retry-After says; spread the calls.", admin: "The policy is named in the RateLimit-Policy header of the answer." },
  quota_exceeded: { short: "quota used up", partner: "Wait until the quota resets, as Retry-After says.", admin: "Raise the policy’s quota, or attach another policy." },
  request_invalid: { short: "does not match the documentation", partner: "Correct the fields that the answer names.", admin: "The collection validates requests against its endpoints’ schemas." },
  config_invalid: { short: "collection cannot be served", partner: "Try later; the operator has been told.", admin: "The published revision cannot be compiled. The ops listener’s /readyz names the reason." },
  upstream_unreachable: { short: "upstream not reachable", partner: "Try again later.", admin: "No connection to the upstream. Check its address under the collection’s Settings." },
  upstream_invalid_response: { short: "upstream answered nonsense", partner: "Try again later.", admin: "The upstream’s answer broke a rule of HTTP." },
  upstream_unavailable: { short: "no upstream available", partner: "Try again later.", admin: "Every target of the collection has failed lately." },
  upstream_timeout: { short: "upstream too slow", partner: "Try again later.", admin: "The upstream did not begin to answer within the header timeout." },
  client_gone: { short: "caller left", partner: "Raise the timeout of your client.", admin: "The connection was closed before the answer was there." },
  not_ready: { short: "gateway not ready", partner: "Try again in a moment.", admin: "The configuration was not read yet. The ops listener’s /readyz names the reason." },
};

/** Unknown codes keep their name, so that nothing is hidden. */
export function reasonOf(code: string): Reason {
  return reasons[code] ?? { short: code.replaceAll("_", " "), partner: "", admin: "" };
}

export const reasonCodes = Object.keys(reasons);

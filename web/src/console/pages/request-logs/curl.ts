import type { RequestLog } from "@shared/api/types";

// The gateway and curl set these themselves.
const skipped = new Set(["host", "connection", "content-length", "transfer-encoding", "user-agent", "accept", "accept-encoding", "expect", "authorization", "x-client-id", "x-profile-id", "te", "upgrade"]);

/**
 * The call as a curl line. GATEWAY and GATEWAY_TOKEN are left to the shell,
 * because neither secrets nor query values are ever recorded.
 */
export function curlOf(log: RequestLog): string {
  const query = log.query.length > 0 ? `?${log.query.map((name) => `${encodeURIComponent(name)}=`).join("&")}` : "";
  const parts = [log.method === "HEAD" ? "curl -I" : log.method === "GET" ? "curl -i" : `curl -i -X ${quote(log.method)}`];
  parts.push(`"$GATEWAY"${quote(encodeURI(log.path) + query)}`);
  const { client, profile } = identityOf(log);
  if (client) parts.push(`-H ${quote(`X-Client-ID: ${client}`)}`);
  if (sent(log, "authorization")) parts.push(`-H "Authorization: Bearer $GATEWAY_TOKEN"`);
  if (profile) parts.push(`-H ${quote(`X-Profile-ID: ${profile}`)}`);
  for (const { name, value } of log.request_headers) {
    if (value !== null && !skipped.has(name.toLowerCase())) parts.push(`-H ${quote(`${name}: ${value}`)}`);
  }
  return parts.join(" \\\n  ");
}

function identityOf(log: RequestLog) {
  return {
    client: sent(log, "x-client-id") ? (log.client_id ?? "") : "",
    profile: sent(log, "x-profile-id") ? (log.profile_name ?? log.profile_id ?? "") : "",
  };
}

function sent(log: RequestLog, header: string): boolean {
  return log.request_headers.some((h) => h.name.toLowerCase() === header);
}

function quote(text: string): string {
  return /^[A-Za-z0-9_/.,:-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

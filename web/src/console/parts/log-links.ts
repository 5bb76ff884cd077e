// Links into the logs, for every page that leads there.

/** Request Logs with a filter as the page's box writes it: { client: "partner-acme-corp", status: "4xx" }. */
export function requestLogs(filter: Record<string, string>) {
  const q = Object.entries(filter).map(([field, value]) => `${field}:${value}`).join(" ");
  return { to: "/logs/requests", search: { q } as never };
}

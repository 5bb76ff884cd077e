// The filter box of Request Logs: "client:partner-acme-corp status:4xx". Each
// field stands once; the server's parameters come from it.

export interface Term {
  field: FieldName;
  value: string;
}

interface Field {
  label: string;
  /** The server's query parameter. */
  parameter: string;
  hint: string;
  also?: string[];
}

export const fields = {
  client: { label: "Client ID", parameter: "client", hint: "id or name", also: ["client_id", "clientid"] },
  profile: { label: "Profile ID", parameter: "profile", hint: "id or name", also: ["profile_id"] },
  collection: { label: "Collection", parameter: "collection", hint: "shipments" },
  status: { label: "Status", parameter: "status", hint: "401 or 4xx" },
  method: { label: "Method", parameter: "method", hint: "GET" },
  path: { label: "Path", parameter: "path", hint: "/shipments/*" },
  code: { label: "Reason", parameter: "code", hint: "rate_limit_exceeded", also: ["reason"] },
  step: { label: "Refused at step", parameter: "step", hint: "authenticate" },
  source: { label: "Source", parameter: "source", hint: "gateway, portal or check" },
  latency: { label: "Latency at least, ms", parameter: "min_latency_ms", hint: "500", also: ["min_latency_ms"] },
  ip: { label: "Address", parameter: "client_ip", hint: "203.0.113.0/24", also: ["client_ip", "address"] },
} satisfies Record<string, Field>;

export type FieldName = keyof typeof fields;
export const fieldNames = Object.keys(fields) as FieldName[];

/** Reads "status:4xx", "Client ID = acme", or a bare value whose form says what it is. */
export function readTerm(text: string): Term | undefined {
  const [, name, value] = /^([A-Za-z_ ]+?)\s*[:=]\s*(.+)$/.exec(text.trim()) ?? [];
  const field = name && fieldNamed(name);
  if (field && value) return { field, value: tidy(field, value.trim()) };
  return name ? undefined : guess(text.trim());
}

function fieldNamed(name: string): FieldName | undefined {
  const wanted = name.trim().toLowerCase().replaceAll(" ", "_");
  return fieldNames.find((f) => {
    const { label, also } = fields[f] as Field;
    return f === wanted || also?.includes(wanted) || label.toLowerCase().replaceAll(" ", "_") === wanted;
  });
}

function tidy(field: FieldName, value: string): string {
  if (field === "method") return value.toUpperCase();
  if (field === "latency") return value.replace(/^[>=\s]+|\s*ms$/g, "");
  if (field === "status" || field === "code") return value.toLowerCase();
  return value;
}

function guess(value: string): Term | undefined {
  if (value === "" || /\s/.test(value)) return undefined;
  if (/^([1-5]\d\d|[1-5]xx)$/i.test(value)) return { field: "status", value: value.toLowerCase() };
  if (/^(GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)$/i.test(value)) return { field: "method", value: value.toUpperCase() };
  if (value.startsWith("/")) return { field: "path", value };
  if (value.startsWith("pr_")) return { field: "profile", value };
  if (/^\d{1,3}(\.\d{1,3}){3}(\/\d+)?$/.test(value) || /^[0-9a-f]*:[0-9a-f:.]+(\/\d+)?$/i.test(value)) return { field: "ip", value };
  if (/^[a-z]+(_[a-z]+)+$/.test(value)) return { field: "code", value };
  return { field: "client", value };
}

/** The terms of an address; what cannot be read is left out. */
export function readTerms(q: string | undefined): Term[] {
  const terms = (q ?? "").split(/\s+/).map(readTerm);
  return terms.filter((t): t is Term => t !== undefined);
}

export function writeTerms(terms: Term[]): string | undefined {
  return terms.map((t) => `${t.field}:${t.value}`).join(" ") || undefined;
}

/** A field stands once: the new value takes the old one's place. */
export function withTerm(terms: Term[], term: Term): Term[] {
  return [...terms.filter((t) => t.field !== term.field), term];
}

export function parametersOf(terms: Term[]): Record<string, string> {
  return Object.fromEntries(terms.map((t) => [fields[t.field].parameter, t.value]));
}

// The shapes of the portal's own API.

export interface Named {
  id: string;
  name: string;
}

export interface Options {
  brand: { name: string; logo_url: string | null; accent_color: string | null };
  support: { email: string | null; url: string | null };
  request_access: boolean;
}

export interface Me {
  email: string;
  client: Named;
  clients: Named[];
  session: { id: string; created_at: string; expires_at: string };
}

export interface Session {
  id: string;
  current: boolean;
  created_at: string;
  expires_at: string;
  ip: string | null;
  user_agent: string | null;
}

export interface Header {
  name: string;
  value: string;
}

export interface Profile extends Named {
  usable: boolean;
  reason: string | null;
  auth: string;
  allowed_methods: string[] | null;
  ip_allowlist: string[];
  your_address_allowed: boolean;
  expires_at: string | null;
  self_service: boolean;
  live_tokens: number;
}

export interface Limit {
  policy: string;
  kind: "rate" | "quota";
  scope_of: string[];
  limit: number;
  remaining: number;
  window_seconds: number;
  reset_seconds: number;
}

export interface Notice {
  kind: string;
  severity: "info" | "warning" | "error";
  text: string;
  profile_id: string | null;
  at: string | null;
}

export interface Call {
  id: string;
  at: string;
  method: string;
  path: string;
  collection: string | null;
  endpoint: string | null;
  profile_name: string | null;
  status: number;
  code: string | null;
  step: string | null;
  latency_ms: number;
  source: "gateway" | "portal";
  verified: boolean;
  reason: string | null;
}

export interface Check {
  step: string;
  title: string;
  state: "passed" | "failed" | "skipped";
  detail: string | null;
}

export interface CallDetail extends Call {
  query: string[];
  bytes_in: number;
  bytes_out: number;
  upstream_ms: number;
  client_ip: string | null;
  user_agent: string | null;
  request_headers: { name: string; value: string | null }[] | null;
  response_headers: { name: string; value: string | null }[] | null;
  decision: Check[];
  fix: string | null;
  curl: string;
}

export interface CollectionBrief {
  name: string;
  title: string;
  summary: string;
  base_path: string;
  url: string;
  revision: number;
  operations: number;
  callable: number;
}

export interface Home {
  client: Named;
  base_url: string;
  your_address: string | null;
  profile: Profile | null;
  profiles: Profile[];
  headers: Header[];
  checklist: { test_call: Call | null; own_call: Call | null; last_refused: Call | null };
  first_call: { collection: string; operation_id: string; method: string; url: string; curl: string } | null;
  collections: CollectionBrief[];
  limits: Limit[];
  recent: Call[];
  notices: Notice[];
}

export interface OperationBrief {
  id: string;
  method: string;
  path: string;
  summary: string;
  deprecated: boolean;
  tags: string[];
  callable: boolean;
  reason: string | null;
}

export interface Refusal {
  code: string;
  status: number;
  title: string;
  meaning: string;
  remedy: string;
}

export interface Collection extends CollectionBrief {
  description_html: string;
  published_at: string;
  validate_requests: boolean;
  max_body_bytes: number | null;
  auth: { type: string; headers: Header[]; text_html: string };
  errors: Refusal[];
  limits: Limit[];
  operations_list: OperationBrief[];
}

export interface Schema {
  name: string | null;
  type: string;
  format: string | null;
  required: boolean;
  nullable: boolean;
  description_html: string;
  enum: unknown[];
  default: unknown;
  example: unknown;
  constraints: string[];
  properties: Schema[];
  items: Schema | null;
  additional: Schema | null;
  variants: Schema[];
  variant_kind: "one_of" | "any_of" | "all_of" | null;
  discriminator: string | null;
  recursive: string | null;
  truncated: boolean;
}

export interface Content {
  media_type: string;
  schema: Schema | null;
  json_schema: unknown;
  example: string | null;
}

export interface Parameter {
  name: string;
  in: "path" | "query" | "header" | "cookie";
  required: boolean;
  deprecated: boolean;
  description_html: string;
  style: string;
  explode: boolean;
  schema: Schema | null;
  example: unknown;
}

export interface Operation extends OperationBrief {
  collection: { name: string; title: string };
  url: string;
  description_html: string;
  websocket: boolean;
  parameters: Parameter[];
  request_body: { required: boolean; description_html: string; content: Content[] } | null;
  responses: { status: string; description_html: string; headers: { name: string; description_html: string; schema: Schema | null }[]; content: Content[] }[];
  example: { path: Record<string, string>; query: string; headers: Record<string, string>; body: string };
  refusals: Refusal[];
}

export interface TryRequest {
  collection: string;
  operation_id: string;
  profile: string;
  path?: Record<string, string>;
  query?: Header[];
  headers?: Header[];
  body?: string;
  body_encoding?: "text" | "base64";
  token?: string;
}

export interface TryAnswer {
  status: number;
  status_text: string;
  headers: Header[];
  body: string | null;
  body_encoding: "text" | "base64" | null;
  content_type: string | null;
  bytes: number;
  truncated: boolean;
  download: { id: string; filename: string; bytes: number; complete: boolean; expires_at: string } | null;
  timing: { total_ms: number; gateway_ms: number; upstream_ms: number };
  request_id: string;
  request: { method: string; url: string; headers: Header[] };
  code: string | null;
  step: string | null;
  reason: string | null;
  fix: string | null;
  decision: Check[];
  limits: Limit[];
  timed_out: boolean;
  your_address: string | null;
  curl: string;
}

export interface Token {
  id: string;
  prefix: string;
  status: string;
  created_at: string;
  expires_at: string | null;
  last_used_at: string | null;
  last_used_ip: string | null;
  use_count: number;
}

export interface Credential extends Profile {
  headers: Header[];
  tokens: Token[];
}

export interface IssuedToken {
  id: string;
  prefix: string;
  secret: string;
  created_at: string;
  expires_at: string | null;
  retiring: { id: string; prefix: string; expires_at: string | null }[];
}

export interface Usage {
  from: string;
  to: string;
  total: number;
  errors: number;
  refused: number;
  latency_ms: { p50: number; p95: number; p99: number };
  histogram: { from: string; total: number; statuses: Record<string, number>; latency_ms: { p50: number; p95: number; p99: number } }[];
  endpoints: { key: string; name: string | null; count: number }[];
  codes: { key: string; count: number }[];
  limits: Limit[];
}

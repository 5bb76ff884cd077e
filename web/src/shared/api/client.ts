// The one way to the server. Paths are relative to <base href>, so the console
// works under any base path.

let root = "api/v1";

/** Speaks to another API than the admin API: the portal has one of its own. */
export function speakTo(path: string): void {
  root = path;
}

interface FieldError {
  pointer: string;
  detail: string;
}

/** A problem document (RFC 9457) as the server sends it. */
interface ProblemDocument {
  type?: string;
  title: string;
  status: number;
  detail?: string;
  code: string;
  request_id?: string;
  retry_after?: number;
  errors?: FieldError[];
}

/** An answer that was not a success, or no answer at all (status 0). */
export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly requestId: string;
  readonly errors: FieldError[];
  /** Seconds to wait; 0 where none are named. */
  readonly retryAfter: number;

  constructor(p: ProblemDocument) {
    super(p.detail ?? p.title);
    this.name = "Problem";
    this.status = p.status;
    this.code = p.code;
    this.title = p.title;
    this.detail = p.detail ?? "";
    this.requestId = p.request_id ?? "";
    this.errors = p.errors ?? [];
    this.retryAfter = p.retry_after ?? 0;
  }

  get offline(): boolean {
    return this.status === 0;
  }

  /** The message for one field, by its JSON pointer or anything below it. */
  field(pointer: string): string | undefined {
    return this.errors.find((e) => e.pointer === pointer || e.pointer.startsWith(`${pointer}/`))?.detail;
  }
}

export interface Answer<T> {
  body: T;
  etag: string | null;
}

export interface CallOptions {
  body?: unknown;
  /** Sends If-Match, so that somebody else's change is not overwritten. */
  ifMatch?: string | number;
  /** Sends Idempotency-Key, so that a repeated click creates once. */
  idempotencyKey?: string;
  query?: Record<string, string | number | boolean | undefined | null>;
  signal?: AbortSignal;
}

type Listener = () => void;
const signedOut = new Set<Listener>();

/** Calls back when an answer says that the session has ended. */
export function onSignedOut(listener: Listener): () => void {
  signedOut.add(listener);
  return () => signedOut.delete(listener);
}

export function url(path: string, query?: CallOptions["query"]): string {
  const target = new URL(`${root}${path}`, document.baseURI);
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value !== undefined && value !== null && value !== "") target.searchParams.set(name, String(value));
  }
  return target.toString();
}

function headers(options: CallOptions): Headers {
  const h = new Headers({ Accept: "application/json, application/problem+json" });
  if (options.body !== undefined) h.set("Content-Type", "application/json");
  if (options.ifMatch !== undefined) h.set("If-Match", `"${options.ifMatch}"`);
  if (options.idempotencyKey) h.set("Idempotency-Key", options.idempotencyKey);
  return h;
}

async function problemOf(response: Response): Promise<Problem> {
  const fallback = { title: response.statusText || "The server answered with an error", status: response.status, code: "unknown" };
  try {
    return new Problem({ ...fallback, ...((await response.json()) as Partial<ProblemDocument>) });
  } catch {
    return new Problem(fallback);
  }
}

/** Calls that may be refused with 401 without a session having ended. */
function signingIn(path: string): boolean {
  return path === "/sessions" || path === "/sign-in/code" || path === "/setup" || path === "/me/password" || path.startsWith("/invitations/");
}

export async function call<T>(method: string, path: string, options: CallOptions = {}): Promise<Answer<T>> {
  let response: Response;
  try {
    response = await fetch(url(path, options.query), {
      method,
      headers: headers(options),
      body: options.body === undefined ? undefined : JSON.stringify(options.body),
      signal: options.signal,
      credentials: "same-origin",
    });
  } catch (cause) {
    if (options.signal?.aborted) throw cause;
    throw new Problem({
      title: "The server cannot be reached",
      detail: "Check your connection and try again. Nothing you typed is lost.",
      status: 0,
      code: "offline",
    });
  }
  if (!response.ok) {
    const problem = await problemOf(response);
    if (problem.status === 401 && !signingIn(path)) signedOut.forEach((listener) => listener());
    throw problem;
  }
  const body = response.status === 204 ? undefined : await response.json();
  return { body: body as T, etag: response.headers.get("ETag") };
}

/** Saves an answer as a file under the name that the server gives it. A refusal is thrown as a problem, not saved. */
export async function download(path: string, query?: CallOptions["query"]): Promise<void> {
  const response = await fetch(url(path, query), { credentials: "same-origin" });
  if (!response.ok) {
    const problem = await problemOf(response);
    throw problem.errors[0] ? new Problem({ ...problem, detail: problem.errors.map((e) => e.detail).join(" "), title: problem.title }) : problem;
  }
  const name = /filename="([^"]+)"/.exec(response.headers.get("Content-Disposition") ?? "")?.[1] ?? "export";
  const link = document.createElement("a");
  link.href = URL.createObjectURL(await response.blob());
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}

export const api = {
  get: async <T>(path: string, query?: CallOptions["query"], signal?: AbortSignal): Promise<T> =>
    (await call<T>("GET", path, { query, signal })).body,
  post: async <T>(path: string, body?: unknown, options: CallOptions = {}): Promise<T> =>
    (await call<T>("POST", path, { ...options, body })).body,
  put: async <T>(path: string, body?: unknown, options: CallOptions = {}): Promise<T> =>
    (await call<T>("PUT", path, { ...options, body })).body,
  patch: async <T>(path: string, body: unknown, options: CallOptions = {}): Promise<T> =>
    (await call<T>("PATCH", path, { ...options, body })).body,
  delete: async (path: string, options: CallOptions = {}): Promise<void> => {
    await call<void>("DELETE", path, options);
  },
};

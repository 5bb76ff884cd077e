import { Problem } from "@shared/api/client";

/**
 * Turns the server's errors into those of a form, field by JSON pointer.
 * Fields are named like the request body: "allowed_methods", "token.value".
 */
export function formErrors(error: unknown): Record<string, string> {
  if (!(error instanceof Problem)) return {};
  const out: Record<string, string> = {};
  for (const { pointer, detail } of error.errors) {
    const path = pointer.split("/").slice(1);
    out[path.join(".")] ??= detail;
    // A list shows the first error of its members.
    const list = path.findIndex((part) => /^\d+$/.test(part));
    if (list > 0) out[path.slice(0, list).join(".")] ??= detail;
  }
  return out;
}

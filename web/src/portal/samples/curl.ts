import type { FormPart } from "../try/form";
import { beforeToken, type Sample, shellQuoted } from "./sample";
import { tokenPlace } from "./token-place";

export function curl({ method, url, headers, body }: Sample): string {
  const start = method === "HEAD" ? "curl --head" : method === "GET" && !body ? "curl -i" : `curl -i -X ${method}`;
  // curl would make many addresses of a template's braces, unless told not to.
  const parts = [`${start}${/[[\]{}]/.test(url) ? " -g" : ""} ${shellQuoted(url)}`];
  for (const { name, value } of headers) {
    const before = beforeToken(value);
    // The shell puts the token in, so it stands in double quotes, alone.
    parts.push(before === undefined ? `-H ${shellQuoted(`${name}: ${value}`)}` : `-H ${shellQuoted(`${name}: ${before}`)}"${tokenPlace}"`);
  }
  if (body) parts.push(..."text" in body ? [`--data-raw ${shellQuoted(body.text)}`] : "file" in body ? [`--data-binary ${shellQuoted(`@${body.file}`)}`] : body.form.map(field));
  return parts.join(" \\\n  ");
}

/** A part of a form. In "-F", quotes keep a semicolon from ending the value. */
function field(part: FormPart): string {
  if ("text" in part && !part.type) return `--form-string ${shellQuoted(`${part.name}=${part.text}`)}`;
  const value = "text" in part ? inQuotes(part.text) : `@${/[",;\\]/.test(part.file.name) ? inQuotes(part.file.name) : part.file.name}`;
  return `-F ${shellQuoted(`${part.name}=${value};type=${part.type}`)}`;
}

function inQuotes(text: string): string {
  return `"${text.replaceAll(/["\\]/g, "\\$&")}"`;
}

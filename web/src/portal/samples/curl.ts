import { beforeToken, type Sample, shellQuoted, tokenPlace } from "./sample";

export function curl({ method, url, headers, body }: Sample): string {
  const start = method === "HEAD" ? "curl --head" : method === "GET" && !body ? "curl -i" : `curl -i -X ${method}`;
  const parts = [`${start} ${shellQuoted(url)}`];
  for (const { name, value } of headers) {
    const before = beforeToken(value);
    // The shell puts the token in, so it stands in double quotes, alone.
    parts.push(before === undefined ? `-H ${shellQuoted(`${name}: ${value}`)}` : `-H ${shellQuoted(`${name}: ${before}`)}"${tokenPlace}"`);
  }
  if (body) parts.push("text" in body ? `--data-raw ${shellQuoted(body.text)}` : `--data-binary ${shellQuoted(`@${body.file}`)}`);
  return parts.join(" \\\n  ");
}

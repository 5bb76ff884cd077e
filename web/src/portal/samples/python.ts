import { literal, type Piece, type Sample, valueOf, written } from "./sample";

export function python(sample: Sample): string {
  const { headers, pieces } = written(sample);
  return `import os
import urllib.error
import urllib.request

request = urllib.request.Request(
    ${literal(sample.url)},
    method=${literal(sample.method)},
    headers={
${headers.map((h) => `        ${literal(h.name)}: ${valueOf(h.value, literal, 'os.environ["GATEWAY_TOKEN"]', " + ")},\n`).join("")}    },
${data(pieces)})
try:
    answer = urllib.request.urlopen(request)
except urllib.error.HTTPError as refused:
    answer = refused
print(answer.status)
print(answer.read().decode())
`;
}

function data(pieces: Piece[]): string {
  const each = pieces.map((p) => ("text" in p ? `${literal(p.text)}.encode()` : `open(${literal(p.file)}, "rb").read()`));
  if (each.length < 2) return each.map((e) => `    data=${e},\n`).join("");
  return `    data=b"".join([\n${each.map((e) => `        ${e},\n`).join("")}    ]),\n`;
}

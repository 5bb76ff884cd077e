import type { FormPart } from "../try/form";
import { literal, type Piece, plainForm, type Sample, valueOf, written } from "./sample";

export function javascript(sample: Sample): string {
  const form = plainForm(sample.body);
  const { headers, pieces } = form ? { headers: sample.headers, pieces: [] } : written(sample);
  const files = form ? form.some((p) => "file" in p) : pieces.some((p) => "file" in p);
  return `${files ? 'import { readFile } from "node:fs/promises";\n\n' : ""}// Node 18 or newer, saved as call.mjs
${form ? filled(form) : ""}const answer = await fetch(${literal(sample.url)}, {
  method: ${literal(sample.method)},
  headers: {
${headers.map((h) => `    ${literal(h.name)}: ${valueOf(h.value, literal, "process.env.GATEWAY_TOKEN", " + ")},\n`).join("")}  },
${form ? "  body: form,\n" : data(pieces)}});
console.log(answer.status);
console.log(await answer.text());
`;
}

function filled(form: FormPart[]): string {
  const value = (p: FormPart) => ("text" in p ? literal(p.text) : `new Blob([await readFile(${literal(p.file.name)})], { type: ${literal(p.type!)} }), ${literal(p.file.name)}`);
  return `const form = new FormData();\n${form.map((p) => `form.append(${literal(p.name)}, ${value(p)});\n`).join("")}`;
}

function data(pieces: Piece[]): string {
  const each = pieces.map((p) => ("text" in p ? literal(p.text) : `await readFile(${literal(p.file)})`));
  if (each.length < 2) return each.map((e) => `  body: ${e},\n`).join("");
  const bytes = pieces.map((p, i) => ("text" in p ? `Buffer.from(${each[i]})` : each[i]));
  return `  body: Buffer.concat([\n${bytes.map((e) => `    ${e},\n`).join("")}  ]),\n`;
}

import type { FormPart } from "../try/form";
import { doubleQuoted, plainForm, type Sample, singleQuoted, valueOf, written } from "./sample";

export function php(sample: Sample): string {
  // An array has one value a name.
  const plain = plainForm(sample.body);
  const form = plain && new Set(plain.map((p) => p.name)).size === plain.length ? plain : undefined;
  const headers = form ? sample.headers : written(sample).headers;
  const data = form ? fields(form) : text(sample);
  return `<?php

$call = curl_init(${singleQuoted(sample.url)});
curl_setopt_array($call, [
    CURLOPT_CUSTOMREQUEST => ${singleQuoted(sample.method)},
${sample.method === "HEAD" ? "    CURLOPT_NOBODY => true,\n" : ""}    CURLOPT_RETURNTRANSFER => true,
    CURLOPT_HTTPHEADER => [
${headers.map((h) => `        ${valueOf(`${h.name}: ${h.value}`, singleQuoted, "getenv('GATEWAY_TOKEN')", " . ")},\n`).join("")}    ],
${data && `    CURLOPT_POSTFIELDS => ${data},\n`}]);
$answer = curl_exec($call);
echo curl_getinfo($call, CURLINFO_RESPONSE_CODE), "\\n", $answer, "\\n";
`;
}

function fields(form: FormPart[]): string {
  const value = (p: FormPart) => ("text" in p ? singleQuoted(p.text) : `new CURLFile(${singleQuoted(p.file.name)}, ${singleQuoted(p.type!)})`);
  return `[\n${form.map((p) => `        ${singleQuoted(p.name)} => ${value(p)},\n`).join("")}    ]`;
}

function text(sample: Sample): string {
  const quote = sample.body && "form" in sample.body ? (t: string) => doubleQuoted(t, "$") : singleQuoted;
  return written(sample).pieces.map((p) => ("text" in p ? quote(p.text) : `file_get_contents(${singleQuoted(p.file)})`)).join("\n        . ");
}

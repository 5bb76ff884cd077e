import type { Header } from "../api/types";
import { csharp, java } from "./compiled";
import { go } from "./go";
import { beforeToken, literal, type Sample, singleQuoted } from "./sample";

/** A header's value as an expression: a literal, or one with the token of the environment behind it. */
export function valueOf(value: string, quote: (text: string) => string, token: string, join: string): string {
  const before = beforeToken(value);
  return before === undefined ? quote(value) : `${quote(before)}${join}${token}`;
}

function each(headers: Header[], line: (h: Header) => string): string {
  return headers.map(line).join("");
}

function python({ method, url, headers, body }: Sample): string {
  const data = !body ? "" : "text" in body ? `    data=${literal(body.text)}.encode(),\n` : `    data=open(${literal(body.file)}, "rb").read(),\n`;
  return `import os
import urllib.error
import urllib.request

request = urllib.request.Request(
    ${literal(url)},
    method=${literal(method)},
    headers={
${each(headers, (h) => `        ${literal(h.name)}: ${valueOf(h.value, literal, 'os.environ["GATEWAY_TOKEN"]', " + ")},\n`)}    },
${data})
try:
    answer = urllib.request.urlopen(request)
except urllib.error.HTTPError as refused:
    answer = refused
print(answer.status)
print(answer.read().decode())
`;
}

function javascript({ method, url, headers, body }: Sample): string {
  const file = body && "file" in body;
  const data = !body ? "" : "text" in body ? `  body: ${literal(body.text)},\n` : `  body: await readFile(${literal(body.file)}),\n`;
  return `${file ? 'import { readFile } from "node:fs/promises";\n\n' : ""}// Node 18 or newer, saved as call.mjs
const answer = await fetch(${literal(url)}, {
  method: ${literal(method)},
  headers: {
${each(headers, (h) => `    ${literal(h.name)}: ${valueOf(h.value, literal, "process.env.GATEWAY_TOKEN", " + ")},\n`)}  },
${data}});
console.log(answer.status);
console.log(await answer.text());
`;
}

function php({ method, url, headers, body }: Sample): string {
  const data = !body ? "" : `    CURLOPT_POSTFIELDS => ${"text" in body ? singleQuoted(body.text) : `file_get_contents(${singleQuoted(body.file)})`},\n`;
  return `<?php

$call = curl_init(${singleQuoted(url)});
curl_setopt_array($call, [
    CURLOPT_CUSTOMREQUEST => ${singleQuoted(method)},
${method === "HEAD" ? "    CURLOPT_NOBODY => true,\n" : ""}    CURLOPT_RETURNTRANSFER => true,
    CURLOPT_HTTPHEADER => [
${each(headers, (h) => `        ${valueOf(`${h.name}: ${h.value}`, singleQuoted, "getenv('GATEWAY_TOKEN')", " . ")},\n`)}    ],
${data}]);
$answer = curl_exec($call);
echo curl_getinfo($call, CURLINFO_RESPONSE_CODE), "\\n", $answer, "\\n";
`;
}

function ruby({ method, url, headers, body }: Sample): string {
  const data = !body ? "" : `request.body = ${"text" in body ? singleQuoted(body.text) : `File.binread(${singleQuoted(body.file)})`}\n`;
  return `require "net/http"

uri = URI(${singleQuoted(url)})
request = Net::HTTPGenericRequest.new(${singleQuoted(method)}, ${body ? "true" : "false"}, ${method === "HEAD" ? "false" : "true"}, uri)
${each(headers, (h) => `request[${singleQuoted(h.name)}] = ${valueOf(h.value, singleQuoted, 'ENV.fetch("GATEWAY_TOKEN")', " + ")}\n`)}${data}answer = Net::HTTP.start(uri.hostname, uri.port, use_ssl: uri.scheme == "https") { |http| http.request(request) }
puts answer.code, answer.body
`;
}

export const writers: Record<string, (sample: Sample) => string> = { Python: python, JavaScript: javascript, Go: go, Java: java, "C#": csharp, PHP: php, Ruby: ruby };

import type { FormPart } from "../try/form";
import { doubleQuoted, plainForm, type Sample, singleQuoted, valueOf, written } from "./sample";

export function ruby(sample: Sample): string {
  const { method, url, body } = sample;
  const form = plainForm(body);
  const headers = form ? sample.headers : written(sample).headers;
  return `require "net/http"

uri = URI(${singleQuoted(url)})
request = Net::HTTPGenericRequest.new(${singleQuoted(method)}, ${body ? "true" : "false"}, ${method === "HEAD" ? "false" : "true"}, uri)
${headers.map((h) => `request[${singleQuoted(h.name)}] = ${valueOf(h.value, singleQuoted, 'ENV.fetch("GATEWAY_TOKEN")', " + ")}\n`).join("")}${form ? fields(form) : text(sample)}answer = Net::HTTP.start(uri.hostname, uri.port, use_ssl: uri.scheme == "https") { |http| http.request(request) }
puts answer.code, answer.body
`;
}

function fields(form: FormPart[]): string {
  const value = (p: FormPart) => ("text" in p ? singleQuoted(p.text) : `File.open(${singleQuoted(p.file.name)}), { content_type: ${singleQuoted(p.type!)} }`);
  return `request.set_form([\n${form.map((p) => `  [${singleQuoted(p.name)}, ${value(p)}],\n`).join("")}], "multipart/form-data")\n`;
}

function text(sample: Sample): string {
  const quote = sample.body && "form" in sample.body ? (t: string) => `${doubleQuoted(t, "#")}.b` : singleQuoted;
  const pieces = written(sample).pieces.map((p) => ("text" in p ? quote(p.text) : `File.binread(${singleQuoted(p.file)})`));
  return pieces.length > 0 ? `request.body = ${pieces.join(" +\n  ")}\n` : "";
}

import type { Endpoint, Schemas } from "@shared/api/types";
import { parametersOf } from "./rules";

export interface EndpointValues {
  method: Endpoint["method"];
  path: string;
  upstream_path: string;
  summary: string;
  description: string;
  websocket: boolean;
  path_parameters: Record<string, string>;
  query: string;
  headers: string; // a line each: "Accept: text/csv"
  body: string;
}

export const blankEndpoint: EndpointValues = { method: "GET", path: "", upstream_path: "", summary: "", description: "", websocket: false, path_parameters: {}, query: "", headers: "", body: "" };

export const endpointLabels = {
  method: "Method",
  path: "Path",
  upstream_path: "Upstream path",
  summary: "Summary",
  description: "Description",
  websocket: "WebSocket",
  query: "Example query",
  headers: "Example headers",
  body: "Example body",
};

export function endpointValues(e: Endpoint): EndpointValues {
  const { method, path, summary, description, websocket, example } = e;
  const headers = Object.entries(example.headers).map(([name, value]) => `${name}: ${value}`).join("\n");
  return { method, path, upstream_path: e.upstream_path ?? "", summary, description, websocket, path_parameters: example.path_parameters, query: example.query, headers, body: example.body };
}

/** What is sent for one endpoint; documentation that the form does not show stays. */
export function endpointBody(v: EndpointValues, before: Endpoint | undefined): Schemas["NewEndpoint"] {
  const { method, path, summary, description, websocket } = v;
  const parameters = Object.fromEntries(parametersOf(path).flatMap((name) => (v.path_parameters[name] ? [[name, v.path_parameters[name]]] : [])));
  const example = { path_parameters: parameters as Record<string, string>, query: v.query.replace(/^\?/, ""), headers: readHeaders(v.headers), body: v.body };
  return { ...(before && kept(before)), method, path, upstream_path: v.upstream_path || null, summary, description, websocket, example };
}

function kept({ id, parameters, request_body, responses }: Endpoint) {
  return { id, parameters, request_body, responses };
}

export function headersRule(text: string): string | null {
  const wrong = lines(text).find((l) => !/^[A-Za-z0-9!#$%&'*+\-.^_`|~]+:\s*\S/.test(l));
  return wrong === undefined ? null : `Write one header a line, such as Accept: text/csv.`;
}

function readHeaders(text: string): Record<string, string> {
  return Object.fromEntries(lines(text).map((l) => [l.slice(0, l.indexOf(":")).trim(), l.slice(l.indexOf(":") + 1).trim()]));
}

function lines(text: string): string[] {
  return text.split("\n").map((l) => l.trim()).filter(Boolean);
}

import type { Collection, EffectiveAccess } from "@shared/api/types";

/** What a client will be able to call, in a sentence or two. */
export function outlook(collection: Collection, { client, profiles }: EffectiveAccess): string {
  const all = collection.endpoints;
  if (client.status === "disabled") return `${client.name} is disabled: its calls are refused until it is enabled.`;
  const usable = profiles.filter((p) => p.usable);
  if (profiles.length === 0) return `${client.name} has no profile yet: its calls are refused until it has one.`;
  if (usable.length === 0) return `${client.name} has no usable profile: ${profiles[0]!.reason ?? "its calls are refused"}`;
  const allows = (allowed: string[] | null, method: string) => allowed === null || allowed.includes(method) || (method === "HEAD" && allowed.includes("GET"));
  const open = all.filter((e) => usable.some((p) => allows(p.profile.allowed_methods, e.method)));
  const shut = all.filter((e) => !open.includes(e));
  const sentence = `${client.name} will be able to call ${open.length} of ${all.length} ${all.length === 1 ? "endpoint" : "endpoints"}`;
  if (shut.length === 0) return `${sentence}.`;
  const methods = usable.map((p) => `${p.profile.name} allows ${p.profile.allowed_methods?.join(", ") ?? "any method"}`).join("; ");
  const example = shut[0]!;
  return `${sentence}; its profile ${methods}, so ${example.method} ${collection.base_path}${example.path} answers 405.`;
}

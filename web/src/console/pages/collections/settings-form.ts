import type { Collection } from "@shared/api/types";
import { basePathRule, originsRule, targetRule, timeoutRule } from "./rules";

export interface SettingsValues {
  base_path: string;
  targets: { url: string; weight: number }[];
  keep_base_path: boolean;
  connect_timeout: string;
  header_timeout: string;
  idle_timeout: string;
  credential_header: string;
  origins: string[];
  validate_requests: boolean;
  max_body_bytes: number | string;
}

export const settingsLabels = {
  base_path: "Base path",
  targets: "Targets",
  keep_base_path: "Forward the base path",
  connect_timeout: "Connect timeout",
  header_timeout: "Header timeout",
  idle_timeout: "Idle timeout",
  credential_header: "Credential header",
  origins: "Browser origins",
  validate_requests: "Validate requests",
  max_body_bytes: "Largest body",
};

export const settingsRules = {
  base_path: basePathRule,
  targets: { url: targetRule },
  connect_timeout: timeoutRule,
  header_timeout: timeoutRule,
  idle_timeout: timeoutRule,
  origins: originsRule,
};

export function settingsValues({ base_path, upstream, cors, validate_requests, max_body_bytes }: Collection): SettingsValues {
  const { targets, keep_base_path, connect_timeout, header_timeout, idle_timeout, credential } = upstream;
  return { base_path, targets, keep_base_path, connect_timeout, header_timeout, idle_timeout, credential_header: credential?.header ?? "", origins: cors.origins, validate_requests, max_body_bytes: max_body_bytes ?? "" };
}

/** The body of the change. An empty secret keeps the one that is stored. */
export function settingsBody(v: SettingsValues, secret: string) {
  const { base_path, targets, keep_base_path, connect_timeout, header_timeout, idle_timeout } = v;
  const credential = v.credential_header.trim() === "" ? null : { header: v.credential_header.trim(), ...(secret && { value: secret }) };
  return {
    base_path,
    upstream: { targets, keep_base_path, connect_timeout, header_timeout, idle_timeout, credential },
    cors: { origins: v.origins },
    validate_requests: v.validate_requests,
    max_body_bytes: v.max_body_bytes === "" ? null : Number(v.max_body_bytes),
  };
}

/** From the body's pointers to the fields here. */
export const settingsPointers: [string, string][] = [
  ["/upstream/credential", "/credential"],
  ["/upstream", ""],
  ["/cors", ""],
];

// Short names for the generated types of the admin API.
import type { components } from "./schema";

export type Schemas = components["schemas"];

export type Client = Schemas["Client"];
export type Profile = Schemas["Profile"];
export type Token = Schemas["Token"];
export type Policy = Schemas["Policy"];
export type Collection = Schemas["Collection"];
export type Endpoint = Schemas["Endpoint"];
export type RequestLog = Schemas["RequestLog"];
export type AuditEvent = Schemas["AuditEvent"];
export type EffectiveAccess = Schemas["EffectiveAccess"];
export type IssuedToken = Schemas["IssuedToken"];
export type CheckResult = Schemas["CheckResult"];

export interface Page<T> {
  items: T[];
  next_cursor: string | null;
}

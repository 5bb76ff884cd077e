/** The rule for names of clients, profiles, policies and collections. */
export function nameRule(name: string): string | null {
  return /^[a-z0-9][a-z0-9-]{1,62}$/.test(name) ? null : "Use 2 to 63 characters of a-z, 0-9 and hyphen; start with a letter or digit.";
}

export function emailRule(email: string): string | null {
  return /^[^\s@<>"]+@[^\s@<>"]+$/.test(email) ? null : "Use one address such as dev@acme.example.";
}

/** For fields that may stay empty. */
export function optional(rule: (value: string) => string | null): (value: string) => string | null {
  return (value) => (value.trim() === "" ? null : rule(value));
}

/** Every member passes; the first that does not says why. */
export function each(rule: (value: string) => string | null): (values: string[]) => string | null {
  return (values) => values.map(rule).find((error) => error !== null) ?? null;
}

/** An IPv4 or IPv6 address or block; the server checks the rest. */
export function addressRule(address: string): string | null {
  const [host = "", bits, more] = address.split("/");
  const v4 = /^\d{1,3}(\.\d{1,3}){3}$/.test(host) && host.split(".").every((part) => Number(part) < 256);
  const v6 = host.includes(":") && /^[0-9a-f:.]+$/i.test(host);
  const length = bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (v4 ? 32 : 128));
  return (v4 || v6) && length && more === undefined ? null : "Use an address or block such as 203.0.113.0/24.";
}

/** RFC 6750's b64token, long enough to withstand guessing. */
export function pastedTokenRule(token: string): string | null {
  if (token.length < 32 || token.length > 512) return `Use 32 to 512 characters; these are ${token.length}.`;
  return /^[A-Za-z0-9\-._~+/]+=*$/.test(token) ? null : "Use letters, digits and - . _ ~ + / only, with = at the end.";
}

/** Length is the only rule for passwords. */
export function passwordRule(password: string): string | null {
  return [...password].length >= 12 ? null : "Use at least 12 characters.";
}

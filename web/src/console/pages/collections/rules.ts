// What the server refuses, said while typing; the server has the last word.

export function basePathRule(path: string): string | null {
  return /^\/$|^(\/[A-Za-z0-9\-._~]+)+$/.test(path) ? null : "Start with /, such as /shipments; letters, digits and - . _ ~; no / at the end.";
}

export function targetRule(url: string): string | null {
  return /^https?:\/\/[^\s/?#@]+(\/[^\s?#]*)?$/.test(url) ? null : "Use an absolute URL such as https://api.internal:8443.";
}

export function templateRule(path: string): string | null {
  return path.startsWith("/") && !/[\s?#%\\]/.test(path) ? null : "Start with /, such as /track/{trackingNumber}.";
}

export function timeoutRule(text: string): string | null {
  return /^(\d+(\.\d+)?(ms|s|m|h))+$/.test(text) ? null : "Use a time such as 500ms, 5s or 1m.";
}

export function originsRule(origins: string[]): string | null {
  const wrong = origins.find((o) => !/^https?:\/\/[^\s/?#@]+$/.test(o));
  return wrong === undefined ? null : `${wrong}: use a scheme and host such as https://app.example.com.`;
}

/** The names of a template's parameters: "/track/{id}" has "id". */
export function parametersOf(path: string): string[] {
  return [...path.matchAll(/\{([^{}/]+)\}/g)].map((m) => m[1]!);
}

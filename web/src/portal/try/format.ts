// The formats of JSON Schema that people meet. Another one decides nothing.

interface Format {
  fits: (value: string) => boolean;
  words: string;
}

const formats: Record<string, Format> = {
  date: { fits: isDate, words: "a date such as 2030-01-31" },
  "date-time": { fits: isDateTime, words: "a date and time such as 2030-01-31T12:00:00Z" },
  email: { fits: (v) => /^[^\s@]+@[^\s@]+$/u.test(v), words: "an email address" },
  uuid: { fits: (v) => /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/iu.test(v), words: "a UUID such as 123e4567-e89b-12d3-a456-426614174000" },
  uri: { fits: (v) => /^[a-z][a-z0-9+.-]*:\S*$/iu.test(v), words: "a whole address such as https://example.com/a" },
  ipv4: { fits: isIPv4, words: "an IPv4 address such as 203.0.113.7" },
  ipv6: { fits: (v) => /^[0-9a-f:.]+$/iu.test(v) && URL.canParse(`http://[${v}]/`), words: "an IPv6 address such as 2001:db8::1" },
};

export function isFormat(name: unknown): name is string {
  return typeof name === "string" && Object.hasOwn(formats, name);
}

/** What a text of this format must be, where it is not. */
export function misfit(value: string, name: unknown): string | undefined {
  return isFormat(name) && !formats[name]!.fits(value) ? formats[name]!.words : undefined;
}

/** A day that the calendar has: 30 February fits the digits alone. */
function isDate(value: string): boolean {
  const day = new Date(`${value}T00:00:00Z`);
  return /^\d{4}-\d\d-\d\d$/u.test(value) && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(value);
}

/** RFC 3339, with its leap second. */
function isDateTime(value: string): boolean {
  const [, day, hour, minute, second] = /^(\d{4}-\d\d-\d\d)[Tt](\d\d):(\d\d):(\d\d)(?:\.\d+)?(?:[Zz]|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/u.exec(value) ?? [];
  return day !== undefined && isDate(day) && Number(hour) <= 23 && Number(minute) <= 59 && Number(second) <= 60;
}

function isIPv4(value: string): boolean {
  const parts = value.split(".");
  return parts.length === 4 && parts.every((p) => /^(0|[1-9]\d{0,2})$/u.test(p) && Number(p) <= 255);
}

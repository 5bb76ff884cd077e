import { Badge } from "@mantine/core";
import type { CSSProperties } from "react";

const colors: Record<string, string> = {
  enabled: "teal", published: "teal", active: "teal", sent: "teal", intact: "teal", passed: "teal",
  disabled: "gray", draft: "gray", expired: "gray", skipped: "gray",
  retiring: "orange", changed: "orange", waiting: "orange",
  revoked: "red", failed: "red", broken: "red",
};

/** A state as a word with a dot: never by colour alone. */
export function Status({ of, label }: { of: string; label?: string }) {
  return (
    <span className="status" style={{ "--dot": `var(--mantine-color-${colors[of] ?? "gray"}-6)` } as CSSProperties}>
      {label ?? of.charAt(0).toUpperCase() + of.slice(1)}
    </span>
  );
}

/** An HTTP status, coloured by class, the number always shown. */
export function HttpStatus({ status }: { status: number }) {
  const color = status < 300 ? "teal" : status < 400 ? "blue" : status < 500 ? "orange" : "red";
  return (
    <Badge variant="light" color={color} size="sm" radius="sm" style={{ fontVariantNumeric: "tabular-nums", flexShrink: 0 }}>
      {status}
    </Badge>
  );
}

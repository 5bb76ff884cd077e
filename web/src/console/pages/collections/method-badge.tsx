import { Badge } from "@mantine/core";

const colors: Record<string, string> = { GET: "blue", HEAD: "blue", POST: "teal", PUT: "orange", PATCH: "orange", DELETE: "red" };

/** An HTTP method; the word says it, the colour only helps to scan. */
export function MethodBadge({ method }: { method: string }) {
  return (
    <Badge variant="light" color={colors[method] ?? "gray"} size="sm" radius="sm" miw={58} style={{ flexShrink: 0 }}>
      {method}
    </Badge>
  );
}

import { Group, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";

export function Logo() {
  return (
    <Link to="/" className="quiet" aria-label="Gatehouse, overview">
      <Group gap={9} wrap="nowrap">
        <Mark />
        <Text fw={600}>Gatehouse</Text>
      </Group>
    </Link>
  );
}

/** The gate, as in the favicon. */
export function Mark({ size = 22 }: { size?: number }) {
  return (
    <svg viewBox="0 0 32 32" width={size} height={size} aria-hidden>
      <rect width="32" height="32" rx="8" fill="#355fd3" />
      <path d="M9 25V14a7 7 0 0 1 14 0v11h-4.500V14.500a2.500 2.500 0 0 0-5 0V25z" fill="#fff" />
    </svg>
  );
}

import { Group, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useOptions } from "../brand";

/** The operator's logo and name, leading home. */
export function Brand() {
  const { brand } = useOptions();
  return (
    <Link to="/" className="quiet brand" aria-label={`${brand.name}, home`}>
      <Group gap={9} wrap="nowrap" miw={0}>
        <Mark />
        <Text fw={600} truncate>
          {brand.name}
        </Text>
        <Text c="dimmed" visibleFrom="md">
          Developers
        </Text>
      </Group>
    </Link>
  );
}

/** The operator's logo, or a sign in their colour. */
export function Mark({ size = 22 }: { size?: number }) {
  const { brand } = useOptions();
  if (brand.logo_url) return <img src={brand.logo_url} alt="" height={size} className="brand-logo" referrerPolicy="no-referrer" />;
  return (
    <svg viewBox="0 0 32 32" width={size} height={size} aria-hidden style={{ flexShrink: 0 }}>
      <rect width="32" height="32" rx="8" fill="var(--mantine-primary-color-filled)" />
      <path d="M12 11l-5 5 5 5M20 11l5 5-5 5" fill="none" stroke="#fff" strokeWidth="2.8" strokeLinecap="round" strokeLinejoin="round" />
    </svg>
  );
}

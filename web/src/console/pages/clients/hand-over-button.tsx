import { Menu } from "@mantine/core";
import { IconFileText } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { ActionButton } from "../../parts/action-button";

/** To the sheet with all that the partner needs, of the only profile or of a chosen one. */
export function HandOverButton({ client, profiles, ...look }: { client: string; profiles: string[]; fullWidth?: boolean }) {
  const navigate = useNavigate();
  const open = (profile: string) => void navigate({ to: "/onboard", search: { client, profile } as never });
  const [only, ...more] = profiles;
  const button = (
    <ActionButton area="partners" variant="default" leftSection={<IconFileText size={16} />} onClick={more.length === 0 ? () => open(only!) : undefined} {...look}>
      Hand over
    </ActionButton>
  );
  if (only === undefined) return null;
  if (more.length === 0) return button;
  return (
    <Menu position="bottom-end">
      <Menu.Target>{button}</Menu.Target>
      <Menu.Dropdown>
        {profiles.map((name) => (
          <Menu.Item key={name} onClick={() => open(name)}>
            {name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

import { NavLink } from "@mantine/core";
import { IconBook2, IconExternalLink } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { api } from "@shared/api/client";
import type { Schemas } from "@shared/api/types";

/** Where partners sign in, in a window of its own. */
export function PortalLink() {
  const { data } = useQuery({ queryKey: ["/about"], queryFn: ({ signal }) => api.get<Schemas["About"]>("/about", undefined, signal), staleTime: Infinity });
  if (!data) return null;
  return (
    <NavLink
      component="a"
      href={data.portal_url}
      target="_blank"
      rel="noreferrer"
      label={<span className="sidebar-label">Developer portal</span>}
      title="Developer portal, in a new window"
      leftSection={<IconBook2 size={17} stroke={1.6} />}
      rightSection={<IconExternalLink size={14} stroke={1.6} className="sidebar-label" aria-hidden />}
      style={{ borderRadius: 8 }}
      py={7}
    />
  );
}

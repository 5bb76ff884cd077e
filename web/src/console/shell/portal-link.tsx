import { IconBook2, IconExternalLink } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { api } from "@shared/api/client";
import type { Schemas } from "@shared/api/types";
import { useSettled } from "@shared/ui/settled";
import classes from "./shell.module.css";

/** Where partners sign in, in a window of its own. It has its place before its address is known, so that nothing moves. */
export function PortalLink() {
  const enabled = useSettled();
  const { data } = useQuery({ queryKey: ["/about"], queryFn: ({ signal }) => api.get<Schemas["About"]>("/about", undefined, signal), staleTime: Infinity, enabled });
  return (
    <a className={classes.place} href={data?.portal_url} target="_blank" rel="noreferrer" title="Developer portal, in a new window">
      <IconBook2 size={17} stroke={1.6} />
      <span className={classes.label}>Developer portal</span>
      <IconExternalLink size={14} stroke={1.6} className={classes.aside} aria-hidden />
    </a>
  );
}

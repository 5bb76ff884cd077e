import { ActionIcon } from "@mantine/core";
import { IconBell } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { api } from "@shared/api/client";
import type { Schemas } from "@shared/api/types";
import { opener } from "@shared/ui/opener";
import { useSettled } from "@shared/ui/settled";
import { attentionCount } from "../parts/attention";
import { mayRead, useMe } from "../session";

const Menu = opener(async () => (await import("./bell-items")).BellItems);

export function useAttention(): Schemas["Overview"] | undefined {
  const settled = useSettled();
  const mayAsk = mayRead(useMe().role, "partners");
  const { data } = useQuery({ queryKey: ["/overview"], queryFn: ({ signal }) => api.get<Schemas["Overview"]>("/overview", undefined, signal), enabled: mayAsk && settled, refetchInterval: 60_000, staleTime: 30_000 });
  return data;
}

/** What needs attention and who called for the first time, from every page. */
export function Bell() {
  const partners = mayRead(useMe().role, "partners");
  const data = useAttention();
  if (!partners) return null;
  const count = data ? attentionCount(data.needs_attention) : 0;
  const label = count > 0 ? `Notifications, ${count} need attention` : "Notifications";
  return (
    <Menu
      button={(open) => (
        <ActionIcon variant="default" size={34} aria-label={label} aria-haspopup="menu" {...open}>
          <IconBell size={17} />
          {count > 0 && <span className="bell-dot" aria-hidden />}
        </ActionIcon>
      )}
    />
  );
}

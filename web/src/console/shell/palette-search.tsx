import { useDebouncedValue } from "@mantine/hooks";
import { useComputedColorScheme, useMantineColorScheme } from "@mantine/core";
import { IconKeyboard, IconPlus, IconRocket, IconSunMoon } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { api } from "@shared/api/client";
import type { Schemas } from "@shared/api/types";
import { mayRead, useMe, useWhyNot } from "../session";
import { bottom, sections } from "./navigation";
import { showKeys } from "./open";
import type { Choice } from "./palette";

type Item = Schemas["SearchItem"];

const nouns: Record<Item["kind"], string> = { client: "Client", profile: "Profile", collection: "Collection", policy: "Policy", user: "User", request_log: "Request", audit_log: "Audit event", address: "Address" };

/** What the server finds: objects by name, text, pasted id or email, requests by id or address. */
export function useFound(query: string): { choices: Choice[]; searching: boolean } {
  const [text] = useDebouncedValue(query, 120);
  const { data, isFetching } = useQuery({
    queryKey: ["search", text],
    queryFn: ({ signal }) => api.get<{ items: Item[] }>("/search", { q: text }, signal),
    enabled: text.length > 1 && text.length <= 256,
    staleTime: 10_000,
  });
  const items = query.length > 1 ? (data?.items ?? []) : [];
  return { choices: items.map((item) => ({ id: item.kind + item.id, label: item.name, detail: [nouns[item.kind], item.detail].filter(Boolean).join(" · "), ...placeOf(item) })), searching: isFetching || text !== query };
}

function placeOf({ kind, id, name }: Item): Pick<Choice, "to" | "search"> {
  switch (kind) {
    case "client":
      return { to: `/clients/${id}` };
    case "profile":
      return { to: `/profiles/${id}` };
    case "collection":
      return { to: `/collections/${id}` };
    case "policy":
      return { to: `/policies/${id}` };
    case "user":
      return { to: "/settings/users", search: { q: name } };
    case "request_log":
      return { to: `/logs/requests/${id}` };
    case "audit_log":
      return { to: "/logs/audit", search: { open: id } };
    case "address":
      return { to: "/logs/requests", search: { q: `ip:${id}` } };
  }
}

/** The pages that this role may read. */
export function usePlaces(): Choice[] {
  const { role } = useMe();
  return [...sections.flatMap((s) => s.places), ...bottom].filter((p) => mayRead(role, p.area)).map((p) => ({ id: p.to, label: p.label, icon: <p.icon size={16} stroke={1.6} />, to: p.to }));
}

/** What can be begun from anywhere. */
export function useActions(): Choice[] {
  const { setColorScheme } = useMantineColorScheme();
  const dark = useComputedColorScheme("light") === "dark";
  const partners = !useWhyNot("partners");
  const system = !useWhyNot("system");
  const create = (label: string, to: string): Choice => ({ id: label, label, icon: <IconPlus size={16} />, to, search: { new: "1" } });
  return [
    ...(partners ? [{ id: "onboard", label: "Onboard a partner", icon: <IconRocket size={16} />, to: "/onboard", search: {} }, create("New client", "/clients"), create("New profile", "/profiles"), create("New policy", "/policies"), create("New collection", "/collections")] : []),
    ...(system ? [create("New user", "/settings/users"), create("New API key", "/settings/api-keys")] : []),
    { id: "theme", label: dark ? "Light theme" : "Dark theme", icon: <IconSunMoon size={16} />, run: () => setColorScheme(dark ? "light" : "dark") },
    { id: "keys", label: "Keyboard shortcuts", icon: <IconKeyboard size={16} />, run: showKeys },
  ];
}

import { notifications } from "@mantine/notifications";
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { api, type CallOptions } from "@shared/api/client";

/** Deletes the one whose page this is and goes to its list; path is its own in the API. */
export function useDelete(path: string, list: "/clients" | "/profiles" | "/policies" | "/collections", done: string) {
  const navigate = useNavigate();
  const cache = useQueryClient();
  return async (query?: CallOptions["query"]) => {
    await api.delete(path, { query });
    await navigate({ to: list });
    notifications.show({ color: "teal", message: done });
    cache.removeQueries({ queryKey: [path] }); // not asked for again: it is gone
    void cache.invalidateQueries();
  };
}

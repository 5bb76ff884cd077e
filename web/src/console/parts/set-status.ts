import { notifications } from "@mantine/notifications";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, Problem } from "@shared/api/client";

/** Turns something on or off; what failed is said in a toast, since there is no form. */
export function useSetStatus(path: string, of: { status: string; name: string }) {
  const cache = useQueryClient();
  const next = of.status === "enabled" ? "disabled" : "enabled";
  return useMutation({
    mutationFn: () => api.patch(path, { status: next }),
    onSuccess: (resource) => {
      cache.setQueryData([path], resource);
      void cache.invalidateQueries();
      notifications.show({ color: "teal", message: `${of.name} is ${next}` });
    },
    onError: (error) => notifications.show({ color: "red", title: error instanceof Problem ? error.title : "Not saved", message: error.message }),
  });
}

import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "@shared/api/client";
import type { Me } from "./api/types";
import { chooseProfile } from "./parts/profile";
import { forget } from "./try/history";

export const meQuery = queryOptions({ queryKey: ["me"], queryFn: () => api.get<Me>("/me"), staleTime: 30_000 });

/** Who is signed in. Only used below the session gate, where it is known. */
export function useMe(): Me {
  const { data } = useQuery(meQuery);
  if (!data) throw new Error("useMe outside of the session gate");
  return data;
}

/** Ends the session. What was shown in it goes with the page. */
export function useSignOut() {
  return useMutation({
    mutationFn: () => api.delete("/sessions/current"),
    onSuccess: () => window.location.assign(new URL("sign-in", document.baseURI)),
  });
}

/** Looks at another client of the same address; nothing of the one before stays. */
export function useChooseClient(after?: () => void) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => api.put<Me>("/me/client", { client_id: id }),
    onSuccess: (me) => {
      chooseProfile(undefined);
      forget();
      cache.setQueryData(meQuery.queryKey, me);
      cache.removeQueries({ predicate: (q) => q.queryKey[0] !== "me" && q.queryKey[0] !== "options" });
      after?.();
    },
  });
}

import { useQuery } from "@tanstack/react-query";
import { api } from "./client";

/** One resource of the admin API by its path, which is also the key of its query. */
export function useOne<T>(path: string, options: { enabled?: boolean } = {}) {
  return useQuery({ queryKey: [path], queryFn: ({ signal }) => api.get<T>(path, undefined, signal), enabled: options.enabled ?? true });
}

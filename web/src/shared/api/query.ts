import { QueryClient } from "@tanstack/react-query";
import { Problem } from "./client";

/** Lost connections and overloaded servers are worth another try; refusals are not. */
function worthRetrying(failures: number, error: unknown): boolean {
  return failures < 2 && error instanceof Problem && (error.offline || error.status >= 502);
}

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: { staleTime: 5_000, retry: worthRetrying, refetchOnWindowFocus: true },
    mutations: { retry: false },
  },
});

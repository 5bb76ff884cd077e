import { QueryClient } from "@tanstack/react-query";
import { Problem } from "./client";

/** Lost connections and overloaded servers are worth another try; refusals are not. */
function worthRetrying(failures: number, error: unknown): boolean {
  return failures < 2 && error instanceof Problem && (error.offline || error.status >= 502);
}

/** Resolves when no question is open, or after so many milliseconds. */
export function answered(most: number): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      stop();
      resolve();
    };
    const look = () => queryClient.isFetching() === 0 && done();
    const timer = setTimeout(done, most);
    const stop = queryClient.getQueryCache().subscribe(look);
    look();
  });
}

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: { staleTime: 5_000, retry: worthRetrying, refetchOnWindowFocus: true },
    mutations: { retry: false },
  },
});

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api, Problem } from "@shared/api/client";
import type { Home, Operation, TryAnswer } from "../api/types";
import { tokenPlace } from "../samples/token-place";
import { useMe } from "../session";
import { remember } from "./history";
import { type Inputs, type Parts, tryRequest } from "./model";
import { tokenOf, tryToken } from "./token";

interface Caller {
  home: Home;
  profile: string;
  /** The token that somebody typed; undefined: the try-it token. */
  own: string | undefined;
}

/** Whether calls of the shown profile carry a token. */
export function sendsToken(home: Home): boolean {
  return home.headers.some((h) => h.value.endsWith(tokenPlace));
}

/** Sends a call through the portal's relay and remembers it in this tab. */
export function useSend(operation: Operation, { home, profile, own }: Caller) {
  const cache = useQueryClient();
  const { session } = useMe();
  const [answer, setAnswer] = useState<TryAnswer>();
  const token = async () => (!sendsToken(home) ? undefined : own === undefined ? (await cache.fetchQuery(tryToken(session.id, profile))).token : tokenOf(own));
  const sending = useMutation({
    mutationFn: async ({ parts }: { parts: Parts; inputs: Inputs }) => api.post<TryAnswer>("/try", tryRequest(operation, parts, profile, await token())),
    onMutate: () => setAnswer(undefined),
    onSuccess: (found, { inputs }) => {
      setAnswer(found);
      const { pathname, search } = new URL(found.request.url);
      remember({ at: new Date().toISOString(), collection: operation.collection.id, operation: operation.id, method: operation.method, path: pathname + search, inputs, answer: found });
      for (const key of ["home", "requests", "usage"]) void cache.invalidateQueries({ queryKey: [key] });
    },
  });
  // A session that ended is asked for over the page.
  const error = sending.error instanceof Problem && sending.error.status === 401 ? null : sending.error;
  return { send: (parts: Parts, inputs: Inputs) => sending.mutate({ parts, inputs }), busy: sending.isPending, answer, error, show: setAnswer };
}

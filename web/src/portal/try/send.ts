import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api, Problem } from "@shared/api/client";
import type { Operation, TryAnswer } from "../api/types";
import { remember } from "./history";
import { type Inputs, type Parts, tryRequest } from "./model";

/** Sends a call through the portal's relay and remembers it in this tab. */
export function useSend(operation: Operation, profile: string, ownToken: string | undefined) {
  const cache = useQueryClient();
  const [answer, setAnswer] = useState<TryAnswer>();
  const sending = useMutation({
    mutationFn: ({ parts }: { parts: Parts; inputs: Inputs }) => api.post<TryAnswer>("/try", tryRequest(operation, parts, profile, ownToken)),
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

import type { UseFormReturnType } from "@mantine/form";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef } from "react";
import { api, Problem } from "@shared/api/client";
import { formErrors } from "@shared/ui/form-errors";

/**
 * Creates once, however often the button is pressed: a repeated request has the
 * same Idempotency-Key until the server has answered it.
 */
export function useCreate<R, V extends object>(path: string, form: UseFormReturnType<V>, body: (values: V) => unknown, created: (resource: R) => void) {
  const cache = useQueryClient();
  const key = useRef(crypto.randomUUID());
  const create = useMutation({
    mutationFn: (values: V) => api.post<R>(path, body(values), { idempotencyKey: key.current }),
    onSuccess: (resource) => {
      void cache.invalidateQueries({ predicate: (q) => q.queryKey[0] !== "me" });
      created(resource);
    },
    onError: (error) => form.setErrors(formErrors(error)),
    onSettled: (_, error) => {
      const answered = !(error instanceof Problem) || !error.offline;
      if (answered) key.current = crypto.randomUUID();
    },
  });
  // What no field shows is shown above the form.
  const unbound = create.error && Object.keys(formErrors(create.error)).length === 0 ? create.error : null;
  const once = (values: V): void => {
    if (!create.isPending) create.mutate(values);
  };
  return { create: once, busy: create.isPending, unbound, problem: create.error };
}

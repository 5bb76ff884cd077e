import type { UseFormReturnType } from "@mantine/form";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef } from "react";
import { api, Problem } from "@shared/api/client";
import { formErrors } from "@shared/ui/form-errors";
import { madeOf } from "./made-of";
import { type Draft, fieldOf, type Onboarding, onboardingBody, stepOf } from "./draft";

interface OnboardOptions {
  /** The draft's id, once it is stored. */
  settled: () => Promise<string | undefined>;
  /** The draft is gone: goes on without one. */
  detach: () => void;
  onDone: (made: Onboarding) => void;
  /** Somebody else has finished this draft: its client. */
  onFinished: (client: string) => void;
}

/** Creates the whole partner in one transaction, or says which field stands in the way. */
export function useOnboard(form: UseFormReturnType<Draft>, { settled, detach, onDone, onFinished }: OnboardOptions) {
  const cache = useQueryClient();
  const running = useRef(false);
  // Back to the first field that is wrong; everything else stays as it was typed.
  const refused = (error: unknown) => {
    const errors = Object.fromEntries(Object.entries(formErrors(error)).map(([field, detail]) => [fieldOf(field), detail]));
    const first = Object.keys(errors).sort((a, b) => stepOf(a) - stepOf(b))[0];
    if (first) form.setValues({ step: stepOf(first) });
    form.setErrors(errors);
  };
  const dryRun = useMutation({
    mutationFn: (draft: Draft) => api.post<Onboarding>("/onboardings", onboardingBody(draft), { query: { dry_run: true } }),
    onError: refused,
  });
  const changed = () => void cache.invalidateQueries({ predicate: (q) => q.queryKey[0] !== "me" });
  const create = useMutation({
    mutationFn: async (draft: Draft) => api.post<Onboarding>("/onboardings", onboardingBody(draft), { idempotencyKey: draft.key, query: { draft: await settled() } }),
    onSuccess: (made) => {
      changed();
      onDone(made);
    },
    onError: async (error) => {
      if (error instanceof Problem && error.field("?draft")) {
        const id = await settled();
        const client = id && (await madeOf(id).catch(() => null));
        if (client) return onFinished(client);
        detach();
      } else refused(error);
      // Refused for good: the next attempt is another request. Without an answer it is the same one.
      if (error instanceof Problem && !error.offline && error.status < 500) form.setValues({ key: crypto.randomUUID() });
    },
  });
  const error = create.error ?? dryRun.error;
  return {
    check: () => {
      create.reset();
      dryRun.mutate(form.getValues());
    },
    create: () => {
      // A second click may come before the button is seen to be busy.
      if (running.current) return;
      running.current = true;
      create.mutate(form.getValues(), { onSettled: () => (running.current = false) });
    },
    busy: create.isPending,
    unbound: error && Object.keys(formErrors(error)).every((field) => field === "") ? error : null,
  };
}

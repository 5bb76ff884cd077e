import { useForm } from "@mantine/form";
import { useDebouncedCallback } from "@mantine/hooks";
import { useEffect, useRef, useState } from "react";
import { api, Problem } from "@shared/api/client";
import { blankToken } from "../profiles/token-values";
import { blankDraft, type Draft, steps } from "./draft";

/** A draft as the server keeps it, for 30 days and whoever goes on with it. */
export interface KeptDraft {
  id: string;
  name: string;
  step: string;
  body: Draft;
  updated_at: string;
}

const key = "gatehouse-unsaved-onboarding";
const lastKey = "gatehouse-last-onboarding";
const saveAfter = 700; // milliseconds without typing

/**
 * The form of the wizard. What is typed goes to the server, and at once to this
 * tab, so that a reload loses nothing. A pasted token goes to neither.
 */
export function useDraft(from: KeptDraft | undefined, onKept: (id: string) => void) {
  const [initial] = useState(() => inTab(from?.id) ?? (from ? { ...blankDraft, ...from.body } : undefined));
  const form = useForm<Draft>({ initialValues: initial ?? { ...likeLast(), key: crypto.randomUUID() } });
  const id = useRef(from?.id);
  const queue = useRef<Promise<void>>(Promise.resolve());
  const done = useRef(false);
  const save = useDebouncedCallback((draft: Draft) => {
    // One after the other, so that the first save has made the draft before the second changes it.
    queue.current = queue.current.then(async () => {
      if (done.current) return;
      const body = { name: draft.partner.slice(0, 200), step: steps[draft.step] ?? "Review", body: withoutSecret(draft) };
      try {
        if (id.current) await api.patch(`/onboarding-drafts/${id.current}`, body);
        else {
          id.current = (await api.post<KeptDraft>("/onboarding-drafts", body)).id;
          onKept(id.current);
        }
      } catch (error) {
        // The tab has it, and the next change tries again. A draft that somebody finished or deleted is begun anew.
        if (error instanceof Problem && error.status === 404) id.current = undefined;
      }
    });
  }, saveAfter);
  useEffect(() => {
    if (!form.isDirty() && !initial) return;
    sessionStorage.setItem(key, JSON.stringify({ id: id.current, draft: withoutSecret(form.values) }));
    if (form.values.partner.trim() && form.isDirty()) save(form.values);
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [form.values]);
  return {
    form,
    /** The draft's id once everything typed so far is on its way. */
    settled: async () => {
      save.flush();
      await queue.current;
      return id.current;
    },
    detach: () => {
      id.current = undefined;
    },
    forget: () => {
      done.current = true;
      sessionStorage.removeItem(key);
      localStorage.setItem(lastKey, JSON.stringify(choicesOf(form.getValues())));
    },
  };
}

/** What this tab keeps, if it is this draft: it may be newer than the server's. */
function inTab(id: string | undefined): Draft | undefined {
  const text = sessionStorage.getItem(key);
  const kept = text ? (JSON.parse(text) as { id?: string; draft?: Draft }) : undefined;
  return kept?.draft && kept.id === id ? { ...blankDraft, ...kept.draft } : undefined;
}

function withoutSecret(draft: Draft): Draft {
  const { token } = draft.profile;
  return { ...draft, profile: { ...draft.profile, token: { ...token, value: "", source: token.value ? blankToken.source : token.source } } };
}

interface Choices {
  allowed_methods: string[] | null;
  days: string;
  hand_over_link: boolean;
  by_partner?: boolean;
  policy: string;
}

/** What is likely to be the same for the next partner. Access is not among it: it is given on purpose. */
function choicesOf({ profile, policy }: Draft): Choices {
  const { source, days, hand_over_link } = profile.token;
  return { allowed_methods: profile.allowed_methods, days, hand_over_link, by_partner: source === "partner", policy: policy === "new" ? "" : policy };
}

function likeLast(): Draft {
  const text = localStorage.getItem(lastKey);
  if (!text) return blankDraft;
  const { allowed_methods, days, hand_over_link, by_partner, policy } = JSON.parse(text) as Choices;
  const token = { ...blankDraft.profile.token, ...(by_partner && { source: "partner" as const }), days, hand_over_link };
  return { ...blankDraft, policy, profile: { ...blankDraft.profile, allowed_methods, token } };
}

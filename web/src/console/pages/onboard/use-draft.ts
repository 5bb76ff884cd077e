import { useForm } from "@mantine/form";
import { useEffect, useState } from "react";
import { blankToken } from "../profiles/token-settings";
import { blankDraft, type Draft } from "./draft";

const key = "gatehouse-unsaved-onboarding";

/** The form of the wizard. It survives a reload of the tab; a pasted token does not, because secrets are never kept. */
export function useDraft() {
  const [initial] = useState(kept);
  const form = useForm<Draft>({ initialValues: initial ?? { ...blankDraft, key: crypto.randomUUID() } });
  useEffect(() => {
    if (form.isDirty() || initial) sessionStorage.setItem(key, JSON.stringify(withoutSecret(form.values)));
  }, [form, form.values, initial]);
  return { form, resumed: initial !== undefined, forget: () => sessionStorage.removeItem(key) };
}

function kept(): Draft | undefined {
  const text = sessionStorage.getItem(key);
  return text ? { ...blankDraft, ...(JSON.parse(text) as Draft) } : undefined;
}

function withoutSecret(draft: Draft): Draft {
  const { token } = draft.profile;
  return { ...draft, profile: { ...draft.profile, token: { ...token, value: "", source: token.value ? blankToken.source : token.source } } };
}

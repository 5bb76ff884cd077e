import { Stack, Textarea, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import type { UseFormReturnType } from "@mantine/form";
import { useQuery } from "@tanstack/react-query";
import { api } from "@shared/api/client";
import type { Client, Page } from "@shared/api/types";
import { nameRule } from "../../parts/rules";
import { type Draft, withPartner } from "./draft";

/** Who the partner is. The names follow, and can be changed. */
export function PartnerStep({ form }: { form: UseFormReturnType<Draft> }) {
  const d = form.values;
  const taken = useTaken(d.client.name);
  const name = (of: "client" | "profile", value: string) => {
    form.clearFieldError(`${of}.name`);
    form.setValues({ [of]: { ...d[of], name: value }, named: { ...d.named, [of]: true } });
  };
  return (
    <Stack>
      <TextInput
        label="Partner name"
        required
        data-autofocus
        placeholder="Acme Corp"
        autoComplete="organization"
        value={d.partner}
        onChange={(event) => {
          form.clearErrors();
          form.setValues(withPartner(d, event.currentTarget.value));
        }}
        error={form.errors.partner}
      />
      <TextInput
        label="Client"
        required
        description="Its name in Gatehouse. Unique."
        spellCheck={false}
        autoComplete="off"
        value={d.client.name}
        onChange={(event) => name("client", event.currentTarget.value)}
        error={form.errors["client.name"] ?? (taken ? "A client of this name exists." : undefined)}
      />
      <TextInput
        label="Profile ID"
        required
        description="The profile’s name, which the partner sends in X-Profile-ID. It never changes."
        spellCheck={false}
        autoComplete="off"
        value={d.profile.name}
        onChange={(event) => name("profile", event.currentTarget.value)}
        error={form.errors["profile.name"]}
      />
      <Textarea
        label="Description"
        placeholder="Acme Corp logistics integration"
        autosize
        minRows={2}
        maxRows={6}
        value={d.client.description}
        onChange={(event) => form.setValues({ client: { ...d.client, description: event.currentTarget.value } })}
        error={form.errors["client.description"]}
      />
    </Stack>
  );
}

/** Whether a client has this name already, asked while it is typed. */
export function useTaken(typed: string): boolean {
  const [name] = useDebouncedValue(typed, 250);
  const { data } = useQuery({
    queryKey: ["client-named", name],
    queryFn: ({ signal }) => api.get<Page<Client>>("/clients", { q: name, limit: 50 }, signal).then((p) => p.items.some((c) => c.name === name)),
    enabled: nameRule(name) === null,
    staleTime: 0,
  });
  return name === typed && data === true;
}

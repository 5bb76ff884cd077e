import { Stack, Textarea, TextInput } from "@mantine/core";
import { api } from "@shared/api/client";
import type { Collection } from "@shared/api/types";
import { Section } from "@shared/ui/section";
import { FormFoot } from "../../parts/form-foot";
import { LeaveGuard } from "../../parts/leave-guard";
import { useEdit } from "../../parts/use-edit";
import { useWhyNot } from "../../session";

interface Values {
  title: string;
  description: string;
}

const labels = { title: "Title", description: "Introduction" };

/** What partners read before the endpoints. */
export function DocsTab({ collection }: { collection: Collection }) {
  const path = `/collections/${collection.id}`;
  const whyNot = useWhyNot("partners");
  const { form, submit, saving, dirty, notices } = useEdit<Collection, Values>({
    path,
    resource: collection,
    values: ({ title, description }) => ({ title, description }),
    labels,
    save: (values, ifMatch) => api.patch<Collection>(path, values, { ifMatch }),
  });
  return (
    <Section title="Docs" description={whyNot ?? "Saved to the draft; partners read it once it is published."}>
      <form onSubmit={submit} noValidate>
        <LeaveGuard dirty={dirty} />
        <Stack maw={860}>
          {notices}
          <TextInput label="Title" readOnly={Boolean(whyNot)} {...form.getInputProps("title")} />
          <Textarea label="Introduction" description="Markdown. What the API is for, how to begin, whom to ask." autosize minRows={10} maxRows={30} dir="auto" readOnly={Boolean(whyNot)} styles={{ input: { fontFamily: "var(--mantine-font-family-monospace)", fontSize: "0.8125rem" } }} {...form.getInputProps("description")} />
          {!whyNot && <FormFoot busy={saving} />}
        </Stack>
      </form>
    </Section>
  );
}

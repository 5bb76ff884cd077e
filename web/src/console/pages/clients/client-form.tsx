import { SegmentedControl, Text, Textarea, TextInput } from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
import type { Client } from "@shared/api/types";
import { each, emailRule, nameRule, optional } from "../../parts/rules";
import { Chips } from "../../parts/tags-inputs";
import { labelRule, labelsBody, labelTexts } from "./labels";

export interface ClientValues {
  name: string;
  description: string;
  contact_email: string;
  labels: string[]; // "region:eu"
  status: "enabled" | "disabled";
}

export const blankClient: ClientValues = { name: "", description: "", contact_email: "", labels: [], status: "enabled" };
export const clientLabels = { name: "Name", description: "Description", contact_email: "Contact email", labels: "Labels", status: "Status" };
export const clientRules = { name: nameRule, contact_email: optional(emailRule), labels: each(labelRule) };

export function clientValues(c: Client): ClientValues {
  return { name: c.name, description: c.description, contact_email: c.contact_email, labels: labelTexts(c.labels), status: c.status };
}

/** An empty address is none. */
export function clientBody(v: ClientValues, was?: Client) {
  return { ...v, contact_email: v.contact_email.trim() || null, labels: labelsBody(v.labels, was?.labels) };
}

/** Name, Description, Contact email, Labels and Status, for New client and Edit alike. */
export function ClientFields({ form }: { form: UseFormReturnType<ClientValues> }) {
  return (
    <>
      <TextInput label="Name" required data-autofocus placeholder="partner-acme-corp" description="2 to 63 of a-z, 0-9 and hyphen. Unique." autoComplete="off" spellCheck={false} {...form.getInputProps("name")} />
      <Textarea label="Description" placeholder="Acme Corp logistics integration" autosize minRows={2} maxRows={8} {...form.getInputProps("description")} />
      <TextInput label="Contact email" placeholder="dev@acme.example" description="For people to write to. Gives no access." autoComplete="off" {...form.getInputProps("contact_email")} />
      <Chips label="Labels" placeholder="region:eu" description="Free words of your own to find clients by: a name, a colon, a value." rule={labelRule} value={form.values.labels} onChange={(labels) => form.setFieldValue("labels", labels)} error={form.errors.labels} />
      <StatusInput {...form.getInputProps("status")} />
    </>
  );
}

/** Enabled or Disabled. */
export function StatusInput({ value, onChange }: { value?: string; onChange?: (value: never) => void }) {
  return (
    <div>
      <Text size="sm" fw={500} id="status-label" mb={4}>
        Status
      </Text>
      <SegmentedControl
        aria-labelledby="status-label"
        data={[
          { value: "enabled", label: "Enabled" },
          { value: "disabled", label: "Disabled" },
        ]}
        value={value}
        onChange={onChange as (value: string) => void}
      />
    </div>
  );
}

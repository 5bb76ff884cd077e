import { SegmentedControl, Text, Textarea, TextInput } from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
import type { Client } from "@shared/api/types";
import { emailRule, nameRule, optional } from "../../parts/rules";

export interface ClientValues {
  name: string;
  description: string;
  contact_email: string;
  status: "enabled" | "disabled";
}

export const blankClient: ClientValues = { name: "", description: "", contact_email: "", status: "enabled" };
export const clientLabels = { name: "Name", description: "Description", contact_email: "Contact email", status: "Status" };
export const clientRules = { name: nameRule, contact_email: optional(emailRule) };

export function clientValues(c: Client): ClientValues {
  return { name: c.name, description: c.description, contact_email: c.contact_email, status: c.status };
}

/** An empty address is none. */
export function clientBody(v: ClientValues) {
  return { ...v, contact_email: v.contact_email.trim() || null };
}

/** Name, Description, Contact email and Status, for New client and Edit alike. */
export function ClientFields({ form }: { form: UseFormReturnType<ClientValues> }) {
  return (
    <>
      <TextInput label="Name" required data-autofocus placeholder="partner-acme-corp" description="2 to 63 of a-z, 0-9 and hyphen. Unique." autoComplete="off" spellCheck={false} {...form.getInputProps("name")} />
      <Textarea label="Description" placeholder="Acme Corp logistics integration" autosize minRows={2} maxRows={8} {...form.getInputProps("description")} />
      <TextInput label="Contact email" placeholder="dev@acme.example" description="For people to write to. Gives no access." autoComplete="off" {...form.getInputProps("contact_email")} />
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

import { Stack } from "@mantine/core";
import type { UseFormInput, UseFormReturnType } from "@mantine/form";
import type { ReactNode } from "react";
import { api } from "@shared/api/client";
import { SideSheet } from "@shared/ui/sidesheet";
import { FormFoot } from "./form-foot";
import { LeaveGuard } from "./leave-guard";
import { useEdit } from "./use-edit";

interface EditSheetProps<R, V extends object> {
  title: string;
  opened: boolean;
  onClose: () => void;
  size?: number;
  /** Where the resource is read, and changed by a PATCH. */
  path: string;
  resource: R;
  values: (resource: R) => V;
  body: (values: V, resource: R) => unknown;
  validate?: UseFormInput<V>["validate"];
  /** Names of the fields, for the conflict dialog. */
  labels: Record<string, string>;
  children: (form: UseFormReturnType<V>) => ReactNode;
}

/** A sheet over the page of something that exists, with its fields to change. */
export function EditSheet<R extends { id: string; version: number }, V extends object>({ title, opened, size, ...edit }: EditSheetProps<R, V>) {
  return (
    <SideSheet title={title} opened={opened} onClose={edit.onClose} size={size}>
      <Form {...edit} />
    </SideSheet>
  );
}

// Within the sheet, so that each opening begins with what is stored.
function Form<R extends { id: string; version: number }, V extends object>({ path, resource, body, onClose, children, ...about }: Omit<EditSheetProps<R, V>, "title" | "opened" | "size">) {
  const { form, submit, saving, dirty, notices } = useEdit<R, V>({
    ...about,
    path,
    resource,
    save: (values, ifMatch) => api.patch<R>(path, body(values, resource), { ifMatch }),
    saved: onClose,
  });
  return (
    <form onSubmit={submit} noValidate>
      <LeaveGuard dirty={dirty} />
      <Stack>
        {notices}
        {children(form)}
        <FormFoot onCancel={onClose} busy={saving} />
      </Stack>
    </form>
  );
}

import { Checkbox, Fieldset, Group, Select, Stack, Text, Textarea, TextInput } from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
import { api } from "@shared/api/client";
import type { Collection, Endpoint } from "@shared/api/types";
import { SideSheet } from "@shared/ui/sidesheet";
import { FormFoot } from "../../parts/form-foot";
import { LeaveGuard } from "../../parts/leave-guard";
import { useEdit } from "../../parts/use-edit";
import { blankEndpoint, endpointBody, endpointLabels, endpointValues, type EndpointValues, headersRule } from "./endpoint-form";
import { renaming } from "./pointers";
import { parametersOf, templateRule } from "./rules";

const methods = ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD"];

interface SheetProps {
  collection: Collection;
  /** undefined: a new one. */
  endpoint?: Endpoint;
  opened: boolean;
  onClose: () => void;
}

/** One endpoint of the draft. */
export function EndpointSheet(props: SheetProps) {
  return (
    <SideSheet title={props.endpoint ? "Edit endpoint" : "New endpoint"} opened={props.opened} onClose={props.onClose} size={560}>
      <Body {...props} />
    </SideSheet>
  );
}

function Body({ collection, endpoint, onClose }: SheetProps) {
  const path = `/collections/${collection.id}`;
  const { form, submit, saving, dirty, notices } = useEdit<Collection, EndpointValues>({
    path,
    resource: collection,
    values: (c) => {
      const now = endpoint && c.endpoints.find((e) => e.id === endpoint.id);
      return now ? endpointValues(now) : blankEndpoint;
    },
    validate: { path: templateRule, upstream_path: (p) => (p ? templateRule(p) : null), headers: headersRule },
    labels: endpointLabels,
    save: (values, ifMatch) => saveEndpoint(path, values, endpoint, ifMatch),
    saved: onClose,
  });
  return (
    <form onSubmit={submit} noValidate>
      <LeaveGuard dirty={dirty} />
      <Stack>
        {notices}
        <Fields form={form} />
        <FormFoot onCancel={onClose} busy={saving} />
      </Stack>
    </form>
  );
}

/** The list is replaced as a whole, so it is read afresh: the version that was edited guards it. */
async function saveEndpoint(path: string, values: EndpointValues, endpoint: Endpoint | undefined, ifMatch: number): Promise<Collection> {
  const now = await api.get<Collection>(path);
  const at = endpoint ? now.endpoints.findIndex((e) => e.id === endpoint.id) : -1;
  const index = at < 0 ? now.endpoints.length : at;
  const endpoints: unknown[] = [...now.endpoints];
  endpoints[index] = endpointBody(values, now.endpoints[at]);
  return renaming(
    [
      [`/endpoints/${index}/example`, ""],
      [`/endpoints/${index}`, ""],
      ["/endpoints", "/path"],
    ],
    () => api.patch<Collection>(path, { endpoints }, { ifMatch }),
  );
}

function Fields({ form }: { form: UseFormReturnType<EndpointValues> }) {
  return (
    <>
      <Group align="flex-start" wrap="nowrap">
        <Select label="Method" required data={methods} allowDeselect={false} w={120} {...form.getInputProps("method")} />
        <TextInput label="Path" required placeholder="/track/{trackingNumber}" autoComplete="off" spellCheck={false} data-autofocus flex={1} {...form.getInputProps("path")} />
      </Group>
      <Text size="xs" c="dimmed" mt={-8}>
        Below the base path: {"{name}"} stands for one segment, a trailing /* for the rest.
      </Text>
      <TextInput label="Summary" placeholder="Track a shipment" {...form.getInputProps("summary")} />
      <Textarea label="Description" description="Markdown, for partners." autosize minRows={2} maxRows={12} dir="auto" {...form.getInputProps("description")} />
      <TextInput label="Upstream path" placeholder="/v2/tracking/{trackingNumber}" description="Where it differs; empty: the path goes on as it came." autoComplete="off" spellCheck={false} {...form.getInputProps("upstream_path")} />
      <Checkbox label="May be upgraded to a WebSocket" {...form.getInputProps("websocket", { type: "checkbox" })} />
      <Example form={form} />
    </>
  );
}

function Example({ form }: { form: UseFormReturnType<EndpointValues> }) {
  const { path, method, path_parameters } = form.getValues();
  return (
    <Fieldset legend="Example">
      <Stack gap="sm">
        <Text size="xs" c="dimmed">
          A call that is known to work. The access proof sends it, and partners see it.
        </Text>
        {parametersOf(path).map((name) => (
          <TextInput key={name} label={name} value={path_parameters[name] ?? ""} onChange={(e) => form.setFieldValue("path_parameters", { ...path_parameters, [name]: e.currentTarget.value })} error={form.errors[`path_parameters.${name}`]} autoComplete="off" />
        ))}
        <TextInput label="Query" placeholder="expand=events" autoComplete="off" spellCheck={false} {...form.getInputProps("query")} />
        <Textarea label="Headers" placeholder="Accept: text/csv" description="One a line." autosize minRows={1} maxRows={8} spellCheck={false} {...form.getInputProps("headers")} />
        {!["GET", "HEAD"].includes(method) && <Textarea label="Body" autosize minRows={3} maxRows={16} spellCheck={false} styles={{ input: { fontFamily: "var(--mantine-font-family-monospace)" } }} {...form.getInputProps("body")} />}
      </Stack>
    </Fieldset>
  );
}

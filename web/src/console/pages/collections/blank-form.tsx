import { Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useNavigate } from "@tanstack/react-router";
import type { Collection } from "@shared/api/types";
import { Failure } from "@shared/ui/states";
import { FormFoot } from "../../parts/form-foot";
import { nameRule } from "../../parts/rules";
import { useUnsaved } from "../../parts/unsaved";
import { useCreate } from "../../parts/use-create";
import { basePathRule, targetRule } from "./rules";

interface Values {
  name: string;
  title: string;
  base_path: string;
  upstream: { targets: { url: string }[] };
}

const blank: Values = { name: "", title: "", base_path: "", upstream: { targets: [{ url: "" }] } };

/** A blank collection: its endpoints are added on its page. */
export function BlankForm({ onClose }: { onClose: () => void }) {
  const navigate = useNavigate();
  const form = useForm<Values>({
    initialValues: blank,
    validate: { name: nameRule, base_path: basePathRule, upstream: { targets: { url: targetRule } } },
    validateInputOnBlur: true,
  });
  const draft = useUnsaved("new-collection", form, true);
  const { create, busy, unbound } = useCreate<Collection, Values>("/collections", form, (v) => ({ ...v, title: v.title.trim() || undefined }), (made) => {
    draft.forget();
    form.reset();
    void navigate({ to: `/collections/${made.id}/endpoints` });
  });
  const name = form.getInputProps("name");
  // The base path follows the name until it is written by hand.
  const rename = (event: React.ChangeEvent<HTMLInputElement>) => {
    const { name: before, base_path } = form.getValues();
    const after = event.currentTarget.value;
    if (base_path === "" || base_path === `/${before}`) form.setFieldValue("base_path", after ? `/${after}` : "");
    form.setFieldValue("name", after);
  };
  return (
    <form onSubmit={form.onSubmit(create)} noValidate>
      <Stack>
        {unbound && <Failure error={unbound} />}
        <TextInput label="Name" required data-autofocus placeholder="shipments" description="2 to 63 of a-z, 0-9 and hyphen. Unique; never changes." autoComplete="off" spellCheck={false} {...name} onChange={rename} />
        <TextInput label="Title" placeholder="Shipment tracking" description="For people; the name when left empty." autoComplete="off" {...form.getInputProps("title")} />
        <TextInput label="Base path" required placeholder="/shipments" description="Where it begins below the gateway’s URL. Unique." autoComplete="off" spellCheck={false} {...form.getInputProps("base_path")} />
        <TextInput label="Upstream URL" required placeholder="https://shipments.internal:8443" description="The server that answers. More of them can be added in Settings." autoComplete="off" spellCheck={false} {...form.getInputProps("upstream.targets.0.url")} />
        <FormFoot onCancel={onClose} busy={busy} />
      </Stack>
    </form>
  );
}

import { Alert, Button, Group, Stack, Textarea, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useMutation } from "@tanstack/react-query";
import { api, Problem } from "@shared/api/client";
import { formErrors } from "@shared/ui/form-errors";
import { Failure } from "@shared/ui/states";

/** A wish for access, which becomes an item for the operators. */
export function AccessRequest({ onBack }: { onBack: () => void }) {
  const form = useForm({ initialValues: { email: "", name: "", company: "", message: "" } });
  const ask = useMutation({
    mutationFn: (values: typeof form.values) => api.post("/access-requests", Object.fromEntries(Object.entries(values).filter(([, v]) => v.trim() !== ""))),
    onError: (error) => form.setErrors(formErrors(error)),
  });
  if (ask.isSuccess) {
    return (
      <Stack>
        <Alert color="teal" title="Your request is on its way">
          Somebody will look at it and answer by mail.
        </Alert>
        <Button variant="default" onClick={onBack}>
          Back to sign in
        </Button>
      </Stack>
    );
  }
  const bound = ask.error instanceof Problem && ask.error.errors.length > 0;
  return (
    <form noValidate onSubmit={form.onSubmit((values) => ask.mutate(values))}>
      <Stack>
        {ask.error && !bound && <Failure error={ask.error} />}
        <TextInput label="Email" type="email" autoComplete="email" required {...form.getInputProps("email")} />
        <TextInput label="Your name" autoComplete="name" required {...form.getInputProps("name")} />
        <TextInput label="Company" autoComplete="organization" {...form.getInputProps("company")} />
        <Textarea label="What do you need?" autosize minRows={3} maxRows={8} {...form.getInputProps("message")} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onBack}>
            Back
          </Button>
          <Button type="submit" loading={ask.isPending}>
            Ask for access
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

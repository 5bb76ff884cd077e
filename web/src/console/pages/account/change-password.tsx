import { Button, Group, PasswordInput, Stack } from "@mantine/core";
import { useForm } from "@mantine/form";
import { notifications } from "@mantine/notifications";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "@shared/api/client";
import { formErrors } from "@shared/ui/form-errors";
import { Section } from "@shared/ui/section";
import { Failure } from "@shared/ui/states";
import { NewPasswordInput } from "../../parts/new-password";
import { passwordRule } from "../../parts/rules";

interface Values {
  current_password: string;
  password: string;
}

export function ChangePassword({ email }: { email: string }) {
  const cache = useQueryClient();
  const form = useForm<Values>({ initialValues: { current_password: "", password: "" }, validate: { password: passwordRule, current_password: (v) => (v ? null : "Type the password you sign in with now.") } });
  const change = useMutation({
    mutationFn: (values: Values) => api.put("/me/password", values),
    onSuccess: () => {
      form.reset();
      notifications.show({ color: "teal", message: "Password changed. Your other sessions have ended." });
      void cache.invalidateQueries();
    },
    onError: (error) => form.setErrors(formErrors(error)),
  });
  const unbound = change.error && Object.keys(formErrors(change.error)).length === 0;
  return (
    <Section title="Password" description="Changing it ends all your other sessions.">
      <form onSubmit={form.onSubmit((v) => change.mutate(v))} noValidate>
        <Stack maw={400}>
          {unbound && <Failure error={change.error} />}
          <input type="text" name="username" autoComplete="username" value={email} readOnly hidden />
          <PasswordInput label="Current password" required autoComplete="current-password" {...form.getInputProps("current_password")} />
          <NewPasswordInput label="New password" {...form.getInputProps("password")} value={form.values.password} />
          <Group>
            <Button type="submit" loading={change.isPending}>
              Change password
            </Button>
          </Group>
        </Stack>
      </form>
    </Section>
  );
}

import { Button, PasswordInput, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useMutation } from "@tanstack/react-query";
import { api } from "@shared/api/client";
import { formErrors } from "@shared/ui/form-errors";
import { Failure } from "@shared/ui/states";

interface Credentials {
  email: string;
  password: string;
}

/** Email and password. The password stays in memory and is cleared on failure. */
export function SignInForm({ email = "", onSignedIn }: { email?: string; onSignedIn: () => void }) {
  const form = useForm<Credentials>({ mode: "uncontrolled", initialValues: { email, password: "" } });
  const signIn = useMutation({
    mutationFn: (credentials: Credentials) => api.post("/sessions", credentials),
    onSuccess: onSignedIn,
    onError: (error) => {
      form.setFieldValue("password", "");
      form.setErrors(formErrors(error));
    },
  });
  return (
    <form onSubmit={form.onSubmit((values) => signIn.mutate(values))}>
      <Stack>
        {signIn.error && <Failure error={signIn.error} />}
        <TextInput label="Email" type="email" required autoComplete="username" {...form.getInputProps("email")} />
        <PasswordInput label="Password" required autoComplete="current-password" data-autofocus={email ? true : undefined} {...form.getInputProps("password")} />
        <Button type="submit" loading={signIn.isPending}>
          Sign in
        </Button>
      </Stack>
    </form>
  );
}

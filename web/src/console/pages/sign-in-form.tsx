import { Alert, Button, PasswordInput, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useMutation } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { api, Problem } from "@shared/api/client";
import { formErrors } from "@shared/ui/form-errors";
import { Failure } from "@shared/ui/states";

interface Credentials {
  email: string;
  password: string;
}

/** Email and password. The password stays in memory and is cleared on failure. */
export function SignInForm({ email = "", onSignedIn }: { email?: string; onSignedIn: () => void }) {
  const form = useForm<Credentials>({ initialValues: { email, password: "" } });
  const [wait, setWait] = useWait();
  const signIn = useMutation({
    mutationFn: (credentials: Credentials) => api.post("/sessions", credentials),
    onSuccess: onSignedIn,
    onError: (error) => {
      form.setFieldValue("password", "");
      form.setErrors(formErrors(error));
      if (error instanceof Problem && error.status === 429) setWait(error.retryAfter || 60);
    },
  });
  return (
    <form onSubmit={form.onSubmit((values) => signIn.mutate(values))}>
      <Stack>
        {signIn.error && <Refused error={signIn.error} wait={wait} />}
        <TextInput label="Email" type="email" required autoComplete="username" {...form.getInputProps("email")} />
        <PasswordInput label="Password" required autoComplete="current-password" data-autofocus={email ? true : undefined} {...form.getInputProps("password")} />
        <Button type="submit" loading={signIn.isPending} disabled={wait > 0}>
          Sign in
        </Button>
      </Stack>
    </form>
  );
}

function Refused({ error, wait }: { error: Error; wait: number }) {
  if (wait > 0) {
    return (
      <Alert color="orange" role="alert" title="Too many attempts">
        Try again in {wait} {wait === 1 ? "second" : "seconds"}.
      </Alert>
    );
  }
  if (error instanceof Problem && error.status === 401) {
    return (
      <Alert color="red" role="alert" title="Not signed in">
        The email or the password is wrong.
      </Alert>
    );
  }
  return <Failure error={error} />;
}

/** Seconds to wait, counting down. */
function useWait(): [number, (seconds: number) => void] {
  const [wait, setWait] = useState(0);
  useEffect(() => {
    if (wait <= 0) return;
    const timer = setTimeout(() => setWait(wait - 1), 1000);
    return () => clearTimeout(timer);
  }, [wait]);
  return [wait, setWait];
}

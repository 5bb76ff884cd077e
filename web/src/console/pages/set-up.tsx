import { Alert, Anchor, Button, Stack, Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import { api } from "@shared/api/client";
import type { Schemas } from "@shared/api/types";
import { formErrors } from "@shared/ui/form-errors";
import { Failure, Loading } from "@shared/ui/states";
import { NewPasswordInput } from "../parts/new-password";
import { emailRule, passwordRule } from "../parts/rules";
import { FrontPage } from "../shell/front-page";

/** The page of the two links that make a user able to sign in: the first admin's, and an invitation. */
export function SetUp() {
  const { code, invitation } = useSearch({ strict: false }) as { code?: string; invitation?: string };
  if (invitation) return <Invitation code={invitation} />;
  return <FirstAdmin code={code ?? ""} />;
}

function FirstAdmin({ code: given }: { code: string }) {
  const { data: options } = useQuery({ queryKey: ["sign-in-options"], queryFn: () => api.get<Schemas["SignInOptions"]>("/sign-in-options") });
  const arrived = useArrival();
  // The code is in the address until it is spent; the field is for those who type it.
  const form = useForm({ initialValues: { code: given, email: "", name: "", password: "" }, validate: { code: (c) => (c.trim() ? null : "Copy the code from the terminal."), email: emailRule, password: passwordRule } });
  const setUp = useMutation({ mutationFn: (values: typeof form.values) => api.post("/setup", { ...values, code: values.code.trim(), name: values.name || undefined }), onSuccess: arrived, onError: (e) => form.setErrors(formErrors(e)) });
  if (options && !options.setup_required) {
    return (
      <FrontPage title="Already set up">
        <Stack>
          <Text size="sm">Gatehouse has its first admin. Further users are invited in Settings.</Text>
          <SignInLink />
        </Stack>
      </FrontPage>
    );
  }
  return (
    <FrontPage title="Set up Gatehouse">
      <Form onSubmit={form.onSubmit((v) => setUp.mutate(v))} error={setUp.error} busy={setUp.isPending} label="Create the first admin">
        <Text size="sm" c="dimmed">
          You become the first admin. Everything else can be set up from inside.
        </Text>
        {!given && <TextInput label="Set-up code" required autoComplete="off" description="gatehouse serve printed it when it started." {...form.getInputProps("code")} />}
        {given && form.errors.code && <Alert color="red" role="alert">{form.errors.code}</Alert>}
        <TextInput label="Email" required type="email" autoComplete="username" {...form.getInputProps("email")} />
        <TextInput label="Name" autoComplete="name" {...form.getInputProps("name")} />
        <NewPasswordInput label="Password" {...form.getInputProps("password")} value={form.values.password} />
      </Form>
    </FrontPage>
  );
}

function Invitation({ code }: { code: string }) {
  const path = `/invitations/${encodeURIComponent(code)}`;
  const { data: invited, error } = useQuery({ queryKey: ["invitation"], queryFn: () => api.get<Schemas["InvitedUser"]>(path), gcTime: 0 });
  if (error) {
    return (
      <FrontPage title="Invitation">
        <Stack>
          <Failure error={error} />
          <Text size="sm">An invitation works once and for a limited time. Whoever invited you can send another.</Text>
          <SignInLink />
        </Stack>
      </FrontPage>
    );
  }
  return <FrontPage title="Welcome to Gatehouse">{invited ? <Accept path={path} invited={invited} /> : <Loading rows={3} />}</FrontPage>;
}

function Accept({ path, invited }: { path: string; invited: Schemas["InvitedUser"] }) {
  const arrived = useArrival();
  const [email] = useState(invited.email);
  const form = useForm({ initialValues: { name: invited.name, password: "" }, validate: { password: passwordRule } });
  const accept = useMutation({ mutationFn: (v: typeof form.values) => api.post(path, { password: v.password, name: v.name || undefined }), onSuccess: arrived, onError: (e) => form.setErrors(formErrors(e)) });
  return (
    <Form onSubmit={form.onSubmit((v) => accept.mutate(v))} error={accept.error} busy={accept.isPending} label="Set password and sign in">
      <TextInput label="Email" value={email} readOnly autoComplete="username" description={`Your role is ${invited.role}.`} />
      <TextInput label="Name" autoComplete="name" {...form.getInputProps("name")} />
      <NewPasswordInput label="Password" {...form.getInputProps("password")} value={form.values.password} />
    </Form>
  );
}

function Form({ onSubmit, error, busy, label, children }: { onSubmit: (event?: React.FormEvent<HTMLFormElement>) => void; error: Error | null; busy: boolean; label: string; children: ReactNode }) {
  const unbound = error && Object.keys(formErrors(error)).length === 0;
  return (
    <form onSubmit={onSubmit} noValidate>
      <Stack>
        {unbound && <Failure error={error} />}
        {children}
        <Button type="submit" loading={busy}>
          {label}
        </Button>
      </Stack>
    </form>
  );
}

/** Signed in: on to the overview, leaving the spent code out of the history. */
function useArrival(): () => void {
  const navigate = useNavigate();
  const cache = useQueryClient();
  return () => {
    cache.clear();
    void navigate({ to: "/", replace: true });
  };
}

function SignInLink() {
  return (
    <Anchor component={Link} to="/login" size="sm">
      Go to sign-in
    </Anchor>
  );
}

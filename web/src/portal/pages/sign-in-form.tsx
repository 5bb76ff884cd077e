import { Button, Stack, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { api, Problem } from "@shared/api/client";
import { formErrors } from "@shared/ui/form-errors";
import { Failure } from "@shared/ui/states";
import type { Attempt, Me } from "../api/types";
import { CodeForm } from "./code-form";

interface SignInFormProps {
  /** Known already: the session of this address has ended. */
  email?: string;
  onSignedIn: (me: Me) => void;
}

/** An email, then the code of the mail. The answer to the email is the same for every address. */
export function SignInForm({ email: known = "", onSignedIn }: SignInFormProps) {
  const [email, setEmail] = useState(known);
  const [sent, setSent] = useState<Attempt>();
  const ask = useMutation({ mutationFn: () => api.post<Attempt>("/sign-in", { email: email.trim() }), onSuccess: setSent });
  if (sent) {
    return <CodeForm email={email.trim()} sent={sent} onSignedIn={onSignedIn} onResend={() => ask.mutateAsync()} onBack={() => setSent(undefined)} />;
  }
  const wrong = formErrors(ask.error).email;
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!ask.isPending) ask.mutate();
      }}
    >
      <Stack>
        {ask.error && !wrong && <Failure error={tooOften(ask.error)} />}
        <TextInput
          label="Email"
          description="We mail you a link and a code. There is no password."
          type="email"
          name="email"
          autoComplete="email"
          value={email}
          error={wrong}
          onChange={(e) => setEmail(e.currentTarget.value)}
          data-autofocus
          autoFocus
        />
        <Button type="submit" loading={ask.isPending} disabled={email.trim() === ""}>
          Mail me a link
        </Button>
      </Stack>
    </form>
  );
}

/** Says in words how long to wait. */
function tooOften(error: unknown): unknown {
  if (!(error instanceof Problem) || error.status !== 429) return error;
  const wait = error.retryAfter > 60 ? `${Math.ceil(error.retryAfter / 60)} minutes` : `${Math.max(1, error.retryAfter)} seconds`;
  return new Problem({ title: "Too many mails were asked for", detail: `Try again in ${wait}.`, status: 429, code: error.code, request_id: error.requestId });
}

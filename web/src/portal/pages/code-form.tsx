import { Anchor, Button, Group, Stack, Text, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { api, Problem } from "@shared/api/client";
import { Failure } from "@shared/ui/states";
import type { Attempt, Me } from "../api/types";

interface CodeFormProps {
  email: string;
  sent: Attempt;
  onSignedIn: (me: Me) => void;
  onResend: () => Promise<unknown>;
  onBack: () => void;
}

/** The code of the mail. Six digits are sent off by themselves. */
export function CodeForm({ email, sent, onSignedIn, onResend, onBack }: CodeFormProps) {
  const [code, setCode] = useState("");
  const check = useMutation({
    mutationFn: (digits: string) => api.post<Me>("/sign-in/code", { attempt: sent.attempt, code: digits }),
    onSuccess: onSignedIn,
    onError: () => setCode(""),
  });
  const type = (text: string) => {
    const digits = text.replaceAll(/\D/g, "").slice(0, 6);
    setCode(digits);
    if (digits.length === 6 && !check.isPending) check.mutate(digits);
  };
  const ended = check.error instanceof Problem && check.error.code === "sign_in_ended";
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (code.length === 6 && !check.isPending) check.mutate(code);
      }}
    >
      <Stack>
        <Text size="sm" role="status">
          If <strong style={{ overflowWrap: "anywhere" }}>{email}</strong> is authorised, a link and a code are on their way. Open the link in any browser, or type the code here.
        </Text>
        {check.error && ended && <Failure error={check.error} />}
        {check.error && !ended && !(check.error instanceof Problem && check.error.status === 401) && <Failure error={check.error} />}
        {!ended && (
          <>
            <TextInput
              label="Code from the mail"
              value={code}
              onChange={(e) => type(e.currentTarget.value)}
              inputMode="numeric"
              autoComplete="one-time-code"
              placeholder="6 digits"
              error={check.error instanceof Problem && check.error.status === 401 ? check.error.detail || check.error.title : undefined}
              autoFocus
              className="code-input"
            />
            <Button type="submit" loading={check.isPending} disabled={code.length < 6}>
              Sign in
            </Button>
          </>
        )}
        <Group justify="space-between">
          <Resend at={sent.resend_at} onResend={onResend} />
          <Anchor component="button" type="button" size="sm" onClick={onBack}>
            Another email
          </Anchor>
        </Group>
      </Stack>
    </form>
  );
}

function Resend({ at, onResend }: { at: string; onResend: () => Promise<unknown> }) {
  const left = useSecondsUntil(at);
  const resend = useMutation({ mutationFn: onResend });
  if (left > 0) {
    return (
      <Text size="sm" c="dimmed" className="tabular">
        Nothing there? Send again in {left} s
      </Text>
    );
  }
  return (
    <Stack gap={4}>
      <Anchor component="button" type="button" size="sm" ta="start" disabled={resend.isPending} onClick={() => resend.mutate()}>
        Send again
      </Anchor>
      {resend.error && (
        <Text size="xs" c="var(--mantine-color-error)" role="alert">
          {resend.error.message}
        </Text>
      )}
    </Stack>
  );
}

/** Whole seconds until a moment, counting down. */
function useSecondsUntil(at: string): number {
  const left = () => Math.max(0, Math.ceil((new Date(at).getTime() - Date.now()) / 1000));
  const [seconds, setSeconds] = useState(left);
  useEffect(() => {
    setSeconds(left());
    const timer = setInterval(() => setSeconds(left()), 500);
    return () => clearInterval(timer);
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [at]);
  return seconds;
}

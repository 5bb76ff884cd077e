import { Alert, Anchor, Button, Code, Group, Stack, Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { api } from "@shared/api/client";
import { useOne } from "@shared/api/one";
import type { Schemas } from "@shared/api/types";
import { formErrors } from "@shared/ui/form-errors";
import { Facts, Section } from "@shared/ui/section";
import { Failure, Loading } from "@shared/ui/states";
import { emailRule } from "../../parts/rules";
import { useMe } from "../../session";

/** Where mails go, and a way to try it. */
export function Email() {
  const mail = useOne<Schemas["MailServer"]>("/settings/mail");
  if (mail.error) return <Failure error={mail.error} retry={() => void mail.refetch()} />;
  if (!mail.data) return <Loading rows={3} />;
  const { server, from } = mail.data;
  return (
    <Stack gap="lg" maw={720}>
      <Section title="Mail server" description="Set when Gatehouse starts, with GATEHOUSE_SMTP_URL and GATEHOUSE_MAIL_FROM.">
        {server ? (
          <Facts
            facts={[
              ["Server", <Code key="s">{server}</Code>],
              ["Sender", from ?? "–"],
            ]}
          />
        ) : (
          <Text size="sm">
            None is set: mails stay in the{" "}
            <Anchor component={Link} to="/outbox" inherit underline="always">
              Outbox
            </Anchor>
            , where you can read them and pass on their links.
          </Text>
        )}
      </Section>
      {server && <SendTest />}
    </Stack>
  );
}

function SendTest() {
  const me = useMe();
  const cache = useQueryClient();
  const form = useForm({ initialValues: { to: me.user?.email ?? "" }, validate: { to: emailRule } });
  const send = useMutation({
    mutationFn: (body: { to: string }) => api.post<Schemas["MailTrial"]>("/settings/test-mail", body),
    onError: (error) => form.setErrors(formErrors(error)),
    onSettled: () => void cache.invalidateQueries({ queryKey: ["list", "/outbox"] }),
  });
  return (
    <Section title="Send test" description="Sends a mail at once and shows what the mail server said.">
      <form onSubmit={form.onSubmit((v) => {
          if (!send.isPending) send.mutate(v);
        })} noValidate>
        <Stack>
          <Group align="flex-end" gap="sm">
            <TextInput label="To" type="email" flex="1 1 220px" {...form.getInputProps("to")} />
            <Button type="submit" loading={send.isPending}>
              Send test
            </Button>
          </Group>
          <div aria-live="polite">
            {send.error && Object.keys(form.errors).length === 0 && <Failure error={send.error} />}
            {send.data && (
              <Alert color={send.data.sent ? "teal" : "red"} title={send.data.sent ? "The mail server took it" : "Not sent"}>
                <Code block style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>
                  {send.data.answer}
                </Code>
              </Alert>
            )}
          </div>
        </Stack>
      </form>
    </Section>
  );
}

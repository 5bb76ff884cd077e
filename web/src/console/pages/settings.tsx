import { Alert } from "@mantine/core";
import { useParams } from "@tanstack/react-router";
import { Page } from "@shared/ui/page";
import { later } from "../parts/later";
import { PageTabs } from "../parts/tabs";
import { useWhyNot } from "../session";
import { Users } from "./settings/users";

const ApiKeys = later(async () => (await import("./settings/api-keys")).ApiKeys);
const General = later(async () => (await import("./settings/general")).General);
const Gateway = later(async () => (await import("./settings/gateway")).Gateway);
const Email = later(async () => (await import("./settings/email")).Email);
const About = later(async () => (await import("./settings/about")).About);

const tabs = [
  { value: "users", label: "Users", show: () => <Users /> },
  { value: "api-keys", label: "API keys", show: () => <ApiKeys /> },
  { value: "general", label: "General", show: () => <General /> },
  { value: "gateway", label: "Gateway", show: () => <Gateway /> },
  { value: "email", label: "Email", show: () => <Email /> },
  { value: "about", label: "About", show: () => <About /> },
];

export function Settings() {
  const { tab = "users" } = useParams({ strict: false }) as { tab?: string };
  const whyNot = useWhyNot("system");
  return (
    <Page title="Settings" description="Who may use Gatehouse, how it presents itself, and how it was started.">
      {whyNot ? (
        <Alert color="gray" title="You cannot see this">
          {whyNot}
        </Alert>
      ) : (
        <PageTabs base="/settings" value={tab} tabs={tabs} label="Settings" />
      )}
    </Page>
  );
}

import { Alert } from "@mantine/core";
import { useParams } from "@tanstack/react-router";
import { Page } from "@shared/ui/page";
import { PageTabs } from "../parts/tabs";
import { useWhyNot } from "../session";
import { About } from "./settings/about";
import { ApiKeys } from "./settings/api-keys";
import { Email } from "./settings/email";
import { General } from "./settings/general";
import { Users } from "./settings/users";

const tabs = [
  { value: "users", label: "Users", show: () => <Users /> },
  { value: "api-keys", label: "API keys", show: () => <ApiKeys /> },
  { value: "general", label: "General", show: () => <General /> },
  { value: "email", label: "Email", show: () => <Email /> },
  { value: "about", label: "About", show: () => <About /> },
];

export function Settings() {
  const { tab = "users" } = useParams({ strict: false }) as { tab?: string };
  const whyNot = useWhyNot("system");
  return (
    <Page title="Settings" description="Who may use Gatehouse, and how it presents itself. What is fixed at the start comes from flags and the environment.">
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

import { useState } from "react";
import { useList } from "@shared/api/list";
import type { Client } from "@shared/api/types";
import { Section } from "@shared/ui/section";
import { Empty } from "@shared/ui/states";
import { type AccessRequest, RequestTable } from "../../access-requests/request-table";

/** Requests for access from the mail domains of the client's own people; nothing where there is none. */
export function ClientAccessRequests({ client }: { client: Client }) {
  const list = useList<AccessRequest>("/access-requests", {}, { limit: 200 });
  const domains = new Set([...client.portal_emails, client.contact_email].filter(Boolean).map(domain));
  const items = list.items.filter((r) => domains.has(domain(r.email)));
  const [shown, setShown] = useState(false);
  // It stays once it was there: the answer to the last one shows a link.
  if (items.length > 0 && !shown) setShown(true);
  if (!shown) return null;
  return (
    <Section title="Access requests" description="People with addresses like those of this client who ask for access." bare>
      <RequestTable list={{ ...list, items, hasNextPage: false }} client={client} empty={<Empty title="All answered">Requests from these mail domains appear here.</Empty>} />
    </Section>
  );
}

function domain(email: string): string {
  return email.slice(email.lastIndexOf("@") + 1).toLowerCase();
}

import { Anchor } from "@mantine/core";
import { useOptions } from "../brand";

/** A mail to whoever helps, with what they need to find a call. */
export function AskSupport({ requestId, call }: { requestId: string; call: string }) {
  const { support } = useOptions();
  if (!support.email) return null;
  const query = Object.entries({ subject: `Request ${requestId}`, body: `Hello,\n\nI need help with this call.\n\n${call}\nRequest id: ${requestId}\n` });
  return (
    <Anchor href={`mailto:${support.email}?${query.map(([name, text]) => `${name}=${encodeURIComponent(text)}`).join("&")}`} size="xs" underline="always">
      Ask support about this call
    </Anchor>
  );
}

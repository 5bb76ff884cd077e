import { ActionIcon, Anchor, Text } from "@mantine/core";
import { useTimeout } from "@mantine/hooks";
import { IconEye, IconEyeOff, IconLock } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import type { Home } from "../api/types";
import { tokenPlace } from "../samples/token-place";
import { useMe } from "../session";
import { sendsToken } from "./send";
import { tryToken } from "./token";

const OwnToken = lazy(async () => ({ default: (await import("./own-token")).OwnToken }));

interface HeaderRowsProps {
  home: Home;
  profile: string;
  /** A token that somebody wants to test; undefined: the try-it token. */
  own: string | undefined;
  onOwn: (token: string | undefined) => void;
  /** What is wrong with the typed one. */
  error: string | undefined;
}

/** Who makes the call, in place: ids cannot be changed, the token is filled in. */
export function HeaderRows({ home, profile, own, onOwn, error }: HeaderRowsProps) {
  return (
    <div>
      <dl className="identity">
        {home.headers.map((h) => (
          <div key={h.name}>
            <dt>{h.name}</dt>
            <dd>{h.value.endsWith(tokenPlace) ? <TokenValue profile={profile} own={own} onOwn={onOwn} error={error} /> : <Fixed value={h.value} />}</dd>
          </div>
        ))}
      </dl>
      {sendsToken(home) ? (
        <Text size="xs" c="dimmed" mt={6}>
          {own === undefined ? "Filled in for you: a 15-minute token that works on this page alone. " : "Sent as you typed it, kept nowhere. "}
          <Anchor component="button" type="button" size="xs" underline="always" onClick={() => onOwn(own === undefined ? "" : undefined)}>
            {own === undefined ? "Test your own token" : "Use the try-it token"}
          </Anchor>
        </Text>
      ) : (
        home.profile && home.profile.auth !== "none" && (
          <Text size="xs" c="dimmed" mt={6}>
            Calls from here stand in for your client certificate, which a browser cannot present.
          </Text>
        )
      )}
      {home.profile && !home.profile.your_address_allowed && (
        <Text size="xs" c="var(--gatehouse-warning)" mt={6}>
          This profile accepts calls only from {home.profile.ip_allowlist.join(", ")}. You are on {home.your_address ?? "another address"}: run the curl sample from your server.
        </Text>
      )}
    </div>
  );
}

function Fixed({ value }: { value: string }) {
  return (
    <span className="fixed-value">
      <IconLock size={13} aria-label="fixed" style={{ flexShrink: 0 }} />
      <code>{value}</code>
    </span>
  );
}

const shownFor = 30_000;

function TokenValue({ profile, own, onOwn, error }: Omit<HeaderRowsProps, "home">) {
  const { session } = useMe();
  const [shown, setShown] = useState(false);
  const hide = useTimeout(() => setShown(false), shownFor);
  // Asked for when it is looked at or sent; both get the same one.
  const token = useQuery({ ...tryToken(session.id, profile), enabled: shown });
  if (own !== undefined) {
    return (
      <Suspense>
        <OwnToken value={own} onChange={onOwn} error={error} />
      </Suspense>
    );
  }
  const toggle = () => {
    hide.clear();
    if (!shown) hide.start();
    setShown(!shown);
  };
  const label = shown ? "Hide the token" : "Show the token for 30 s";
  return (
    <span className="token-value">
      <span className="bearer">Bearer</span>
      <code data-secret data-dots={!(shown && token.data) || undefined}>{shown && token.data ? token.data.token : "•".repeat(22)}</code>
      <ActionIcon data-hint={label} variant="subtle" size="sm" aria-label={label} onClick={toggle}>
        {shown ? <IconEyeOff size={15} /> : <IconEye size={15} />}
      </ActionIcon>
    </span>
  );
}

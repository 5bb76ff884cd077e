import { Button, NativeSelect, Paper, SegmentedControl, Text } from "@mantine/core";
import { IconEye, IconEyeOff } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Header, Operation } from "../api/types";
import { CodeBlock } from "../parts/code";
import { curl } from "../samples/curl";
import { type Sample, sampleOf } from "../samples/sample";
import { tokenPlace } from "../samples/token-place";
import type { Parts } from "./model";

const names = ["curl", "Python", "JavaScript", "Go", "Java", "C#", "PHP", "Ruby"];
const key = "gatehouse-portal-language"; // a preference; nothing of a call is ever stored

interface SamplesProps {
  operation: Operation;
  parts: Parts;
  identity: Header[];
  /** The token that somebody typed; only then can it be shown in a sample. */
  token: string | undefined;
}

/** The same call as code, in the language that was chosen last. */
export function Samples({ operation, parts, identity, token }: SamplesProps) {
  const [name, setName] = useState(() => localStorage.getItem(key) ?? "curl");
  const [shown, setShown] = useState(false);
  const language = names.includes(name) ? name : "curl";
  const write = useWriter(language);
  const choose = (chosen: string) => {
    localStorage.setItem(key, chosen);
    setName(chosen);
  };
  const headers = shown && token ? identity.map((h) => ({ ...h, value: h.value.replace(tokenPlace, () => token) })) : identity;
  return (
    <Paper withBorder p="md" component="section" aria-label="Code samples">
      <SegmentedControl fullWidth size="xs" data={names} value={language} onChange={choose} aria-label="Language" className="languages" visibleFrom="lg" />
      <NativeSelect size="xs" data={names} value={language} onChange={(event) => choose(event.currentTarget.value)} aria-label="Language" hiddenFrom="lg" />
      <CodeBlock
        text={write?.(sampleOf(operation, parts, headers)) ?? ""}
        what={`${language} sample`}
        actions={
          token ? (
            <Button size="compact-xs" variant="default" leftSection={shown ? <IconEyeOff size={13} /> : <IconEye size={13} />} onClick={() => setShown(!shown)}>
              {shown ? "Hide token" : "Show token"}
            </Button>
          ) : undefined
        }
      />
      {!(shown && token) && identity.some((h) => h.value.endsWith(tokenPlace)) && (
        <Text size="xs" c="dimmed" mt={6}>
          Reads your token from the environment variable GATEWAY_TOKEN. A try-it token does not work there.
        </Text>
      )}
    </Paper>
  );
}

/** What writes samples of a language. All but curl are fetched when one of them is chosen. */
function useWriter(language: string): ((sample: Sample) => string) | undefined {
  const { data } = useQuery({ queryKey: ["sample-writers"], queryFn: async () => (await import("../samples/languages")).writers, enabled: language !== "curl", staleTime: Infinity });
  return language === "curl" ? curl : data?.[language];
}

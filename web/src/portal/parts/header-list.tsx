import { Code } from "@mantine/core";
import { CopyButton } from "@shared/ui/copy";
import type { Header } from "../api/types";
import { tokenPlace } from "../samples/token-place";

/** The headers of every call, to be copied; where the token goes there is nothing to copy, since nobody has it. */
export function HeaderList({ headers }: { headers: Header[] }) {
  return (
    <dl className="header-rows">
      {headers.map((h) => (
        <div key={h.name}>
          <dt>{h.name}</dt>
          <dd>
            <Code>{h.value}</Code>
            {!h.value.includes(tokenPlace) && <CopyButton value={h.value} what={h.name} />}
          </dd>
        </div>
      ))}
    </dl>
  );
}

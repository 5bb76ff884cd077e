import { Button, Menu } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { type CallOptions, download } from "@shared/api/client";

export interface Offered {
  label: string;
  path: string;
  query: CallOptions["query"];
}

/** Files that the server makes, to choose among. A failure stands on the button. */
export function DownloadMenu({ label, files }: { label: string; files: Offered[] }) {
  const save = useMutation({ mutationFn: ({ path, query }: Offered) => download(path, query) });
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="default" leftSection={<IconDownload size={15} />} loading={save.isPending} color={save.isError ? "red" : undefined}>
          {save.isError ? `${label} failed, try again` : label}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {files.map((f) => (
          <Menu.Item key={f.label} onClick={() => save.mutate(f)}>
            {f.label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

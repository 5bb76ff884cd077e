import { Button, Menu } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconDownload } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { download } from "@shared/api/client";

/** What the list shows, as a file. */
export function ExportMenu({ path, parameters }: { path: string; parameters: Record<string, string> }) {
  const save = useMutation({
    mutationFn: (format: string) => download(path, { ...parameters, format }),
    onError: (error) => notifications.show({ color: "red", title: "Nothing was exported", message: error.message, role: "alert" }),
  });
  return (
    <Menu position="bottom-end" width={230}>
      <Menu.Target>
        <Button variant="default" leftSection={<IconDownload size={16} />} loading={save.isPending}>
          Export
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => save.mutate("csv")}>CSV, for spreadsheets</Menu.Item>
        <Menu.Item onClick={() => save.mutate("ndjson")}>NDJSON, one object a line</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

import { Button, Menu } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconDownload } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { download } from "@shared/api/client";

export interface ExportFormat {
  label: string;
  path: string;
  parameters?: Record<string, string>;
}

/** What the page shows, as a file in one of some formats. */
export function ExportMenu({ formats, disabled }: { formats: ExportFormat[]; disabled?: string }) {
  const save = useMutation({
    mutationFn: (f: ExportFormat) => download(f.path, f.parameters),
    onError: (error) => notifications.show({ color: "red", title: "Nothing was exported", message: error.message, role: "alert" }),
  });
  const button = (
    <Button variant="default" leftSection={<IconDownload size={16} />} loading={save.isPending} data-hint={disabled} data-disabled={disabled ? true : undefined} aria-disabled={Boolean(disabled)}>
      Export
    </Button>
  );
  if (disabled) return button;
  return (
    <Menu position="bottom-end" width={230}>
      <Menu.Target>{button}</Menu.Target>
      <Menu.Dropdown>
        {formats.map((f) => (
          <Menu.Item key={f.label} onClick={() => save.mutate(f)}>
            {f.label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

/** A log, filtered as it is shown. */
export function logFormats(path: string, parameters: Record<string, string>): ExportFormat[] {
  return [
    { label: "CSV, for spreadsheets", path, parameters: { ...parameters, format: "csv" } },
    { label: "NDJSON, one object a line", path, parameters: { ...parameters, format: "ndjson" } },
  ];
}

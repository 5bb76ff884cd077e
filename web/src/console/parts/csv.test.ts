import { afterEach, expect, test, vi } from "vitest";
import { saveCsv } from "./csv";

afterEach(() => vi.restoreAllMocks());

test("quotes, line breaks and formulas come to no harm", async () => {
  let saved: Blob | undefined;
  URL.createObjectURL = (blob) => {
    saved = blob as Blob;
    return "blob:csv";
  };
  URL.revokeObjectURL = () => {};
  vi.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(() => {});
  saveCsv("clients", ["Name", "Calls"], [['say "hi",\nall', 3], ["=HYPERLINK(1)", -4]]);
  const text = await new Promise<string>((resolve) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result as string);
    reader.readAsText(saved!);
  });
  expect(text).toBe('Name,Calls\r\n"say ""hi"",\nall",3\r\n\'=HYPERLINK(1),-4\r\n');
});

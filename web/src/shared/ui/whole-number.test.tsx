import { MantineProvider } from "@mantine/core";
import { cleanup, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { afterEach, expect, test } from "vitest";
import { WholeNumber } from "./whole-number";

afterEach(cleanup);

function Box({ told }: { told: (value: number | string) => void }) {
  const [value, setValue] = useState<number | string>(50_000);
  return (
    <MantineProvider env="test">
      <WholeNumber
        label="Requests"
        value={value}
        onChange={(next) => {
          told(next);
          setValue(next);
        }}
      />
    </MantineProvider>
  );
}

test("a number is grouped at rest, plain while it is edited, and a number to the form", async () => {
  const user = userEvent.setup();
  const told: (number | string)[] = [];
  render(<Box told={(v) => told.push(v)} />);
  const box = screen.getByLabelText<HTMLInputElement>("Requests");
  expect(box.value).toBe("50,000");
  await user.click(box);
  expect(box.value).toBe("50000");
  await user.clear(box);
  expect(told.at(-1)).toBe("");
  await user.paste("1,200 x");
  expect(told.at(-1)).toBe(1200);
  await user.tab();
  expect(box.value).toBe("1,200");
});

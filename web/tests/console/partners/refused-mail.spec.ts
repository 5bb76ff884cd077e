import { createServer, type Server } from "node:net";
import { expect, expectAccessible, password, test } from "../../fixtures";
import { startEmpty } from "../../gatehouse";

/** A mail server that knows nobody. */
function refusing(): Promise<Server> {
  const server = createServer((socket) => {
    socket.write("220 mail.example ESMTP\r\n");
    socket.on("error", () => undefined);
    socket.on("data", (lines) => {
      for (const line of lines.toString().split("\r\n").filter(Boolean)) {
        socket.write(line.startsWith("RCPT") ? "550 5.1.1 No such user here\r\n" : line.startsWith("QUIT") ? "221 Bye\r\n" : "250 OK\r\n");
      }
    });
  });
  return new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(server)));
}

test.use({ role: null });

test("an invite that the mail server refuses says so in its words", async ({ page, guard }) => {
  guard.allow(/outside request/); // another Gatehouse than the worker's
  const mail = await refusing();
  const { port } = mail.address() as { port: number };
  const empty = await startEmpty({ GATEHOUSE_SMTP_URL: `smtp://127.0.0.1:${port}`, GATEHOUSE_MAIL_FROM: "api@northwind.example" });
  try {
    await page.goto(empty.said.setup_url);
    await page.getByLabel("Email").fill("admin@example.com");
    await page.getByLabel(/^Password/).fill(password);
    await page.getByRole("button", { name: "Create the first admin" }).click();
    await page.getByRole("link", { name: "Clients", exact: true }).click();
    await page.getByRole("button", { name: "New client" }).first().click();
    await page.getByRole("textbox", { name: "Name" }).fill("partner-acme-corp");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByRole("tab", { name: "Portal access" }).click();
    await page.getByRole("combobox", { name: "Authorized emails" }).fill("gone@acme.example");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByRole("button", { name: "Send invite to gone@acme.example" }).click();
    await expect(page.getByText("Invite on its way")).toBeVisible();
    const row = page.getByRole("listitem").filter({ has: page.getByRole("button", { name: /to gone@acme\.example/ }) });
    await expect(row).toContainText("No such user here", { timeout: 20_000 });
    await expect(row).toContainText("Invite failed");
    await expect(row.getByRole("button")).toHaveText("Send again");
    await expectAccessible(page);
  } finally {
    await empty.stop();
    mail.close();
  }
});

// Fails a test for what no page of ours may do: call somebody else, throw,
// complain on the console, break the content security policy, miss a file.
import type { BrowserContext, Page } from "@playwright/test";

export class Guard {
  readonly faults: string[] = [];
  private readonly allowed: RegExp[] = [];

  constructor(
    context: BrowserContext,
    private readonly origins: string[],
  ) {
    context.on("page", (page) => this.watch(page));
    context.on("request", (request) => {
      const { protocol, origin } = new URL(request.url());
      if (protocol.startsWith("http") && !this.origins.includes(origin)) this.fault(`outside request: ${request.url()}`);
    });
    context.on("response", (response) => {
      const api = new URL(response.url()).pathname.match(/\/(api\/v1|portal\/api)\//);
      if (response.status() >= (api ? 500 : 400)) this.fault(`answer ${response.status()}: ${response.url()}`);
    });
  }

  /** Expects a fault that a test brings about on purpose. */
  allow(what: RegExp): void {
    this.allowed.push(what);
  }

  private fault(what: string): void {
    this.faults.push(what);
  }

  private watch(page: Page): void {
    page.on("pageerror", (error) => this.fault(`page error: ${error.stack ?? error.message}`));
    page.on("console", (message) => {
      // Chromium reports every 4xx of fetch() here; answers are judged above.
      if (message.type() === "error" && !message.text().startsWith("Failed to load resource")) this.fault(`console: ${message.text()}`);
    });
  }

  unexpected(): string[] {
    return this.faults.filter((f) => !this.allowed.some((a) => a.test(f)));
  }
}

/** Runs in the page: turns a policy violation into a console error with its source. */
export function reportViolations(): void {
  document.addEventListener("securitypolicyviolation", (e) => console.error(`CSP ${e.effectiveDirective}: ${e.blockedURI} at ${e.sourceFile}:${e.lineNumber}`));
}

// Starts the real binary for the tests, on a data folder and ports of its own.
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const binary = process.env.GATEHOUSE_BINARY ?? new URL("../../bin/gatehouse", import.meta.url).pathname;

/** What `gatehouse demo --json` prints. */
export interface Demo {
  gateway_url: string;
  console_url: string;
  portal_url: string;
  admin_email: string;
  admin_password: string;
  api_key: string;
  client_id: string;
  profile_id: string;
  token: string;
}

export interface Running<T> {
  said: T;
  stop: () => Promise<void>;
}

/** A Gatehouse with a sample upstream, two published collections and one partner. */
export function startDemo(): Promise<Running<Demo>> {
  return start(["demo", "--json"], {}, (out) => {
    const line = out.split("\n").find((l) => l.startsWith("{"));
    return line && out.includes("\n") ? (JSON.parse(line) as Demo) : undefined;
  });
}

/** An empty Gatehouse: the address of its one-time set-up link. More flags replace those of free ports. */
export function startEmpty(env: Record<string, string> = {}, more: string[] = []): Promise<Running<{ setup_url: string }>> {
  const free = freePorts.filter((flag) => !more.some((m) => m.split("=")[0] === flag.split("=")[0]));
  return start(["serve", ...free, ...more], env, (out) => {
    const link = /https?:\/\/\S+\/setup\S*/.exec(out);
    return link ? { setup_url: link[0] } : undefined;
  });
}

const freePorts = ["gateway", "console", "portal", "ops"].map((l) => `--${l}-addr=127.0.0.1:0`);

async function start<T>(args: string[], env: Record<string, string>, read: (out: string) => T | undefined): Promise<Running<T>> {
  const data = mkdtempSync(join(tmpdir(), "gatehouse-e2e-"));
  const child = spawn(binary, [...args, `--data=${join(data, "data")}`], { env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "pipe"] });
  const stop = () => end(child, data);
  let out = "";
  const said = await new Promise<T>((resolve, reject) => {
    const listen = (chunk: Buffer) => {
      out += chunk.toString();
      const found = read(out);
      if (found) resolve(found);
    };
    child.stdout!.on("data", listen);
    child.stderr!.on("data", listen);
    child.on("error", reject);
    child.on("exit", (code) => reject(new Error(`${binary} ${args[0]} ended with ${code}:\n${out}`)));
  }).catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  return { said, stop };
}

function end(child: ChildProcess, data: string): Promise<void> {
  return new Promise((resolve) => {
    const gone = () => {
      rmSync(data, { recursive: true, force: true });
      resolve();
    };
    if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return gone();
    child.once("exit", gone);
    child.kill("SIGKILL"); // the folder is thrown away
  });
}

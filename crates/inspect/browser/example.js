// Runs the example that has a page, and tells it what to do.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

export class Example {
  static async start(port = 0) {
    const program = process.env.LIVE_EXAMPLE;
    if (!program) throw new Error("LIVE_EXAMPLE does not say where the example is: run .ci/browser");
    const child = spawn(program, [String(port)], { stdio: ["pipe", "pipe", "inherit"] });
    for await (const line of createInterface({ input: child.stdout })) {
      const found = line.match(/^live page: (http:\S+)$/);
      if (found) return new Example(child, found[1]);
    }
    throw new Error("the example ended before it said where its page is");
  }

  constructor(child, url) {
    this.child = child;
    this.url = url;
  }

  get port() {
    return Number(new URL(this.url).port);
  }

  phase(name) {
    this.child.stdin.write(`${name}\n`);
  }

  async snapshot() {
    const response = await fetch(`${this.url}/snapshot`);
    return (await response.json()).pipelines[0];
  }

  async stop() {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    this.child.kill("SIGKILL");
    await once(this.child, "exit");
  }
}

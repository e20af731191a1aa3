/** `trnsim serve`, as other programs of the machine meet it. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { request } from "node:http";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { program, trnsim } from "../cli/trnsim.ts";

interface Reply {
  status: number;
  text: string;
}

describe("serve", () => {
  const child = spawn(process.execPath, [program, "serve", "--port", "0"]);
  let port = 0;

  const ask = (path: string, { method = "GET", host = `127.0.0.1:${port}` } = {}) =>
    new Promise<Reply>((resolve, reject) => {
      const sent = request({ port, host: "127.0.0.1", path, method, headers: { host } }, (response) => {
        let text = "";
        response.on("data", (chunk) => {
          text += chunk;
        });
        response.on("end", () => resolve({ status: response.statusCode ?? 0, text }));
      });
      sent.on("error", reject).end();
    });

  beforeAll(async () => {
    const [line] = await once(child.stdout, "data");
    port = Number(/^http:\/\/127\.0\.0\.1:(\d+)\//.exec(String(line))?.[1]);
  }, 30_000);

  afterAll(() => {
    child.kill();
  });

  test("gives the page, and nothing else", async () => {
    const { status, text } = await ask("/");
    expect(status).toBe(200);
    expect(text).toContain("<title>What if");
    expect((await ask("/../package.json")).status).toBe(404);
    expect((await ask("/", { method: "POST" })).status).toBe(405);
  });

  test("refuses a request in another host's name, and one for another port", async () => {
    expect((await ask("/", { host: "example.org" })).status).toBe(403);
    expect((await ask("/", { host: "127.0.0.1:1" })).status).toBe(403);
    expect((await ask("/", { host: `localhost:${port}` })).status).toBe(200);
  });

  test("refuses what is no port, and says when one is taken", () => {
    for (const wrong of ["http", "70000"]) {
      expect(trnsim(["serve", `--port=${wrong}`]).code).toBe(2);
    }
    const { code, stderr } = trnsim(["serve", "--port", String(port)]);
    expect(code).toBe(2);
    expect(stderr).toContain(`${port}, which another program uses`);
  });
});

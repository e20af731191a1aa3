/**
 * `trnsim serve`: the what-if page at an address of this machine. Only programs on the same machine reach it, and only by
 * that address: a request under another host's name, as a foreign page could send it, is refused.
 */
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Command } from "commander";
import { ScenarioError } from "../../base/errors.ts";
import type { Catalog } from "../../catalog.ts";
import { type CommonFlags, processConsole } from "../console.ts";
import { whatIfText } from "../what-if.ts";

const loopback = "127.0.0.1";
const portMax = 65_535;

/** Gives the command its flags and what it does. */
export function defineServeCommand(command: Command, catalog: Catalog): void {
  command
    .option("--port <number>", "port of this machine; 0 takes a free one", "8124")
    .addHelpText(
      "after",
      `
Examples:
  $ trnsim serve
  $ trnsim serve --port 0`,
    )
    .action(async (_, called: Command) => {
      const flags = called.optsWithGlobals<CommonFlags & { port: string }>();
      const port = portOf(flags.port);
      const address = await listening(pageServer(whatIfText(catalog)), port);
      processConsole(flags).print(`http://${loopback}:${address.port}/  (Ctrl-C ends it)`);
    });
}

function portOf(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= portMax) return port;
  throw new ScenarioError([
    { path: "--port", found: `"${text}"`, expected: `a number from 0 to ${portMax}` },
  ]);
}

/** A server of the page and of nothing else. */
function pageServer(text: string): Server {
  return createServer((request, response) => {
    const { status, body, allow } = replyTo(request, text);
    const headers = {
      "content-type": status === 200 ? "text/html; charset=utf-8" : "text/plain; charset=utf-8",
      "cache-control": "no-store",
      ...(allow && { allow }),
    };
    response.writeHead(status, headers).end(request.method === "HEAD" ? "" : body);
  });
}

function replyTo({ headers, method = "", url, socket }: IncomingMessage, text: string) {
  const names = [loopback, "localhost"].map((name) => `${name}:${socket.localPort}`);
  if (!names.includes(headers.host ?? "")) return { status: 403, body: "only this machine is served\n" };
  if (!["GET", "HEAD"].includes(method)) return { status: 405, body: "only GET\n", allow: "GET, HEAD" };
  if (url !== "/") return { status: 404, body: "the page is at /\n" };
  return { status: 200, body: text };
}

/** Starts to listen; a `ScenarioError` where the port is taken or not allowed. */
function listening(server: Server, port: number): Promise<AddressInfo> {
  return new Promise((resolve, reject) => {
    server.once("error", ({ code }: NodeJS.ErrnoException) => {
      const found = code === "EADDRINUSE" ? `${port}, which another program uses` : `${port} (${code})`;
      reject(new ScenarioError([{ path: "--port", found, expected: "a port that is free" }]));
    });
    server.listen(port, loopback, () => resolve(server.address() as AddressInfo));
  });
}

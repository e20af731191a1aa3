/** Reports as a browser shows them: Debian's Chromium, offline. Skipped where no Chromium is installed. */
import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { temporaryFolder, trnsim } from "../cli/trnsim.ts";

const executablePath = ["/usr/bin/chromium", "/usr/bin/google-chrome"].find(existsSync);
const folder = temporaryFolder();
const report = join(folder, "results/small.html");

describe.skipIf(executablePath === undefined)("a report", () => {
  let browser: Awaited<ReturnType<typeof chromium.launch>>;

  beforeAll(async () => {
    writeFileSync(
      join(folder, "small.yaml"),
      `name: small
description: Does a <small> "question" show?
cluster: { instance: inf2.xlarge }
model: llama-3.2-1b
workload:
  kind: inference
  arrivals: { kind: poisson, rate: 2/s }
  input: { kind: uniform, min: 64, max: 256 }
  output: { kind: uniform, min: 8, max: 32 }
  duration: 30 s
variants:
  - name: wide
    set: { cluster.instance: trn1.2xlarge }
`,
    );
    expect(trnsim(["run", "small.yaml", "--html"], folder).code).toBe(0);
    browser = await chromium.launch({ executablePath: executablePath as string, args: ["--no-sandbox"] });
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
  });

  const looks = [
    { name: "light", width: 1200, colorScheme: "light" },
    { name: "dark", width: 1200, colorScheme: "dark" },
    { name: "phone", width: 390, colorScheme: "light" },
  ] as const;

  test.each(looks)(
    "draws every chart without a request or an error, and fits the window: $name",
    async ({ width, colorScheme }) => {
      const context = await browser.newContext({
        viewport: { width, height: 900 },
        colorScheme,
        offline: true,
      });
      const page = await context.newPage();
      const problems: string[] = [];
      page.on("console", (message) => problems.push(message.text()));
      page.on("pageerror", (error) => problems.push(error.message));
      page.on("request", (request) => {
        if (request.url() !== `file://${report}`) problems.push(request.url());
      });
      await page.goto(`file://${report}`);
      const figures = page.locator("figure[id]");
      await page.waitForFunction(() =>
        [...document.querySelectorAll("figure[id] .plot")].every(
          (plot) => plot.querySelector("svg") !== null,
        ),
      );
      expect(await figures.count()).toBeGreaterThan(6);
      expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
      expect(await page.locator("h1").textContent()).toBe('Does a <small> "question" show?');
      expect(problems).toEqual([]);
      await context.close();
    },
  );

  test("is one file of less than 1.5 MB that holds the scenario", () => {
    expect(statSync(report).size).toBeLessThan(1.5e6);
    expect(readFileSync(report, "utf8")).toContain("model: llama-3.2-1b");
  });
});

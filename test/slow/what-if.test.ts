/** The what-if page as a browser runs it: Debian's Chromium, offline. Skipped where no Chromium is installed. */
import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { significant } from "../../src/base/units.ts";
import { temporaryFolder, trnsim } from "../cli/trnsim.ts";

const executablePath = ["/usr/bin/chromium", "/usr/bin/google-chrome"].find(existsSync);
const folder = temporaryFolder();
const file = join(folder, "what-if.html");

/** One small replica, so that the curves take a moment. */
const small = "#model=llama-3.2-1b&hardware=inf2.xlarge&hardware=&hardware=&batch=4&input=128&output=32";

test("the page is one file of less than 1.5 MB without an address but those of namespaces", () => {
  expect(trnsim(["page", "what-if.html"], folder).code).toBe(0);
  expect(statSync(file).size).toBeLessThan(1.5e6);
  const addresses = [...readFileSync(file, "utf8").matchAll(/\b(?:https?|wss?|ftp):\/\/[a-z0-9.-]+/gi)];
  const hosts = new Set(addresses.map(([address]) => address.replace(/^.*\/\//, "")));
  expect([...hosts].sort()).toEqual(["json-schema.org", "www.w3.org"]);
});

describe.skipIf(executablePath === undefined)("the page", () => {
  let browser: Awaited<ReturnType<typeof chromium.launch>>;
  let page: Page;
  const problems: string[] = [];

  /** A page whose console, errors and requests are `problems`. */
  async function open(hash: string, width = 1200, colorScheme: "light" | "dark" = "light"): Promise<Page> {
    const context = await browser.newContext({
      viewport: { width, height: 900 },
      colorScheme,
      offline: true,
    });
    const opened = await context.newPage();
    opened.on("console", (message) => problems.push(message.text()));
    opened.on("pageerror", (error) => problems.push(error.message));
    opened.on("request", (request) => {
      if (!/^(file|blob):/.test(request.url())) problems.push(request.url());
    });
    await opened.goto(`file://${file}${hash}`);
    await settled(opened);
    return opened;
  }

  /** Waits until everything that is asked is answered and drawn. */
  async function settled(of: Page): Promise<void> {
    await of.waitForFunction(() => document.body.dataset.state === "done", null, { timeout: 30_000 });
  }

  /** Text of the scenario or summary of the card at `index`. */
  const source = async (kind: "yaml" | "json", index: number) =>
    (await page.locator(`pre[data-kind=${kind}]`).nth(index).textContent()) ?? "";

  /** The same text from the command line, for the card's scenario; the name of the file is told apart. */
  async function ranFromCopy(index: number): Promise<string> {
    writeFileSync(join(folder, "copied.yaml"), await source("yaml", index));
    const { stdout } = trnsim(["run", "copied.yaml", "--json"], folder);
    const [summary] = JSON.parse(stdout);
    return `${JSON.stringify({ ...summary, scenario: { ...summary.scenario, file: "command line" } }, null, 2)}\n`;
  }

  /** Time per output token on the card at `index`, ms. */
  const tpot = async (index: number) => JSON.parse(await source("json", index)).inference.mean_tpot_ms;

  async function put(name: string, value: string): Promise<void> {
    await page.locator(`[name=${name}]`).first().fill(value);
    await settled(page);
  }

  beforeAll(async () => {
    if (!existsSync(file)) trnsim(["page", "what-if.html"], folder);
    browser = await chromium.launch({ executablePath: executablePath as string, args: ["--no-sandbox"] });
    page = await open(small);
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
  });

  test("answers with the very bytes of estimate, and of run for the scenario that it gives", async () => {
    const flags = ["--model", "llama-3.2-1b", "--instance", "inf2.xlarge", "--batch", "4"];
    const { stdout } = trnsim(["estimate", ...flags, "--input", "128", "--output", "32", "--json"], folder);
    const shown = await source("json", 0);
    expect(shown).toBe(stdout);
    expect(await ranFromCopy(0)).toBe(shown);
  }, 30_000);

  test("draws the curves around the answer: a point of every load, and every batch that is held", async () => {
    const dots = (id: string) => page.locator(`#${id} circle`).count();
    expect(await dots("chart-load")).toBe(8);
    expect(await dots("chart-batch")).toBeGreaterThan(3);
    expect(await dots("chart-cost")).toBe(await dots("chart-batch"));
    // Little's law: two replicas of four users who do not think; the figures stand in a table too.
    const { inference } = JSON.parse(await source("json", 0));
    const full = `full at ${significant((2 * 4) / (inference.mean_e2el_ms / 1000))}/s`;
    expect(await page.locator("#chart-load text").allTextContents()).toContain(full);
    expect(await page.locator("#chart-load-figures tbody tr").count()).toBe(8);
  });

  test("answers a slider with a chip of one's own beside the catalog's, as a scenario would derive it", async () => {
    await put("memoryBandwidth", "2");
    expect(await page.locator(".card h3").allTextContents()).toEqual(["inf2.xlarge", "your own inf2.xlarge"]);
    const [catalog, own] = [await tpot(0), await tpot(1)];
    expect(own).toBeLessThan(catalog);
    expect(await page.locator("#said").textContent()).toContain("inf2.xlarge-derived is fastest");
    // Twice the bandwidth halves at most what memory takes.
    expect(own).toBeGreaterThan(catalog / 2);
    expect(await ranFromCopy(1)).toBe(await source("json", 1));
  }, 30_000);

  test("keeps what is asked in its address", async () => {
    const [address, before] = [page.url(), await source("json", 1)];
    await page.goto("about:blank");
    await page.goto(address);
    await settled(page);
    expect(await source("json", 1)).toBe(before);
    await put("memoryBandwidth", "1");
    expect(await page.locator(".card").count()).toBe(1);
  }, 30_000);

  test("says by how much a model does not fit, and what is wrong with a question", async () => {
    await page.locator("[name=model]").selectOption("llama-3.1-70b");
    await settled(page);
    expect(await page.locator("#said").textContent()).toBe(
      "Nothing of this can be served; why stands below.",
    );
    expect(await page.locator(".card .bad").textContent()).toMatch(/^Does not fit: .* GiB too much$/);
    expect(await page.locator("#charts").isHidden()).toBe(true);
    // What it names must fit when it is asked for.
    const nearest = (await page.locator(".card .nearest").textContent()) ?? "";
    const hardware = /fits as asked: 1 x ([\w.-]+)\.$/.exec(nearest)?.[1] ?? "";
    const flags = ["--model", "llama-3.1-70b", "--batch", "4", "--input", "128", "--output", "32"];
    expect(trnsim(["estimate", ...flags, "--instance", hardware]).stdout).toContain(": fits (");
    await put("batch", "0");
    expect(await page.locator(".card .bad").first().textContent()).toMatch(
      /expected a .*(number|count|integer)/,
    );
    await put("batch", "4");
  }, 30_000);

  test("saves the figures with their bands as CSV", async () => {
    await page.locator("[name=model]").selectOption("llama-3.2-1b");
    await settled(page);
    const [download] = await Promise.all([page.waitForEvent("download"), page.locator("#csv").click()]);
    const [header, , second] = readFileSync(await download.path(), "utf8").split("\n");
    expect(header).toBe("figure,unit,inf2.xlarge,inf2.xlarge low,inf2.xlarge high");
    expect(second!.startsWith(`Time per output token,ms,${await tpot(0)},`)).toBe(true);
  }, 30_000);

  test("fits a phone, and follows dark and light", async () => {
    const ground = (of: Page) => of.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const phone = await open(small, 390, "dark");
    expect(await phone.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
    expect(await ground(phone)).not.toBe(await ground(page));
    await phone.context().close();
  }, 30_000);

  test("names every field for who does not see it", async () => {
    const nameless = await page.evaluate(() =>
      [...document.querySelectorAll<HTMLInputElement>("input, select")].filter(
        (field) => !field.labels?.[0]?.textContent?.trim(),
      ),
    );
    expect(nameless).toEqual([]);
  });

  test("asks the network for nothing and complains of nothing in all this", () => {
    expect(problems).toEqual([]);
  });
});

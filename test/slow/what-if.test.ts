/** The what-if page as a browser runs it: Debian's Chromium, offline. Skipped where no Chromium is installed. */
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
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

const besideTrn1 = small.replace("&hardware=&", "&hardware=trn1.2xlarge&");

test("the page is one file of less than 1.6 MB without an address but those of namespaces", () => {
  expect(trnsim(["page", "what-if.html"], folder).code).toBe(0);
  expect(statSync(file).size).toBeLessThan(1.6e6);
  const addresses = [...readFileSync(file, "utf8").matchAll(/\b(?:https?|wss?|ftp):\/\/[a-z0-9.-]+/gi)];
  const hosts = new Set(addresses.map(([address]) => address.replace(/^.*\/\//, "")));
  expect([...hosts].sort()).toEqual(["json-schema.org", "www.w3.org"]);
});

describe.skipIf(executablePath === undefined)("the page", () => {
  let browser: Awaited<ReturnType<typeof chromium.launch>>;
  let page: Page;
  const problems: string[] = [];

  /** A page whose console, errors and requests are `problems`. */
  async function open(
    hash: string,
    width = 1200,
    colorScheme: "light" | "dark" = "light",
    before?: () => void,
  ): Promise<Page> {
    const context = await browser.newContext({
      viewport: { width, height: 900 },
      colorScheme,
      offline: true,
    });
    const opened = await context.newPage();
    opened.on("console", (message) => problems.push(message.text()));
    opened.on("pageerror", (error) => problems.push(error.message));
    opened.on("request", (request) => {
      if (!/^(file|blob|data):/.test(request.url())) problems.push(request.url());
    });
    if (before) await opened.addInitScript(before);
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
    expect(await page.locator("#chart-load").textContent()).toContain(`inf2.xlarge, ${full}`);
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
    // A larger memory holds more beside the weights, which stay as they are.
    await put("memory", "1.5");
    const [catalog, own] = [JSON.parse(await source("json", 0)), JSON.parse(await source("json", 1))];
    expect(own.memory.capacity_bytes / catalog.memory.capacity_bytes).toBeCloseTo(1.5, 6);
    expect(own.inference.kv_cache_tokens).toBeGreaterThan(1.5 * catalog.inference.kv_cache_tokens);
    expect(own.inference.median_tpot_ms).toBe(catalog.inference.median_tpot_ms);
    await put("memory", "1");
  }, 30_000);

  test("says by how much a model does not fit, and what is wrong with a question", async () => {
    await page.locator("[name=model]").selectOption("llama-3.1-70b");
    await settled(page);
    expect(await page.locator("#said").textContent()).toBe("Nothing of this can be done; why stands below.");
    expect(await page.locator(".card .bad").textContent()).toMatch(
      /^Does not fit: .* GiB too much; what fits: pipeline 8 on 8 instances$/,
    );
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

  test("takes a config.json as the model, keeps it in its address, and gives the bytes of estimate for it", async () => {
    const config = readFileSync("test/fixtures/what-if-config.json", "utf8");
    mkdirSync(join(folder, "my-llama"), { recursive: true });
    writeFileSync(join(folder, "my-llama/config.json"), config);
    writeFileSync(join(folder, "my-llama.json"), config);
    await page.locator("#file").setInputFiles(join(folder, "my-llama.json"));
    await settled(page);
    expect(await page.locator("#opened").textContent()).toContain("The model is my-llama");
    const shown = await source("json", 0);
    const flags = ["--model", "my-llama/config.json", "--instance", "inf2.xlarge", "--batch", "4"];
    const { stdout } = trnsim(["estimate", ...flags, "--input", "128", "--output", "32", "--json"], folder);
    // The scenario names the file by another path, which its hash holds. All else is the same, to the last digit.
    const alike = (text: string) => {
      const { scenario, ...rest } = JSON.parse(text);
      return JSON.stringify({ ...rest, scenario: { ...scenario, hash: "" } }, null, 2);
    };
    expect(alike(shown)).toBe(alike(stdout));
    const again = await open(`#${page.url().split("#")[1]}`);
    expect(await again.locator("pre[data-kind=json]").first().textContent()).toBe(shown);
    await again.context().close();
    await page.locator("[name=model]").selectOption("llama-3.2-3b");
    await settled(page);
    expect(JSON.parse(await source("json", 0)).model).toBe("llama-3.2-3b");
    writeFileSync(join(folder, "broken.json"), "{");
    await page.locator("#file").setInputFiles(join(folder, "broken.json"));
    await settled(page);
    expect(await page.locator(".card .bad").first().textContent()).toContain("text that is no JSON");
    await page.locator("[name=model]").selectOption("llama-3.2-1b");
    await settled(page);
  }, 60_000);

  test("opens a scenario with the bytes of run, a card for each variant, and says what is wrong with one", async () => {
    writeFileSync(
      join(folder, "opened.yaml"),
      `name: opened
cluster: { instance: trn1.32xlarge, count: 2 }
model: llama-2-7b
workload: { kind: training, tokens: 1B, sequenceLength: 2048, globalBatch: 64, parallelism: { tensor: 8 } }
variants: [{ name: one, set: { cluster.count: 1 } }]
`,
    );
    await page.locator("#file").setInputFiles(join(folder, "opened.yaml"));
    await settled(page);
    const { stdout } = trnsim(["run", "opened.yaml", "--json"], folder);
    const shown = [await source("json", 0), await source("json", 1)].map(
      (text) => JSON.parse(text)[0] ?? JSON.parse(text),
    );
    expect(shown).toEqual(
      JSON.parse(stdout).map(({ deploy: _, ...summary }: { deploy?: object }) => summary),
    );
    expect(await page.locator(".card .verdict").first().textContent()).toMatch(
      /^Fits: 32 chips, data \d+, tensor 8/,
    );
    writeFileSync(join(folder, "wrong.yaml"), "name: wrong\ncluster: { instance: trn2.48xlarg }\n");
    await page.locator("#file").setInputFiles(join(folder, "wrong.yaml"));
    await settled(page);
    expect(await page.locator(".card .bad").first().textContent()).toContain('did you mean "trn2.48xlarge"');
    await page.locator("[name=batch]").fill("5");
    await page.locator("[name=batch]").fill("4");
    await settled(page);
    expect(await page.locator(".card h3").first().textContent()).toBe("inf2.xlarge");
  }, 60_000);

  const marksOf = (of: Page) =>
    of.evaluate(() => performance.getEntriesByType("mark").map(({ name }) => name));

  test("asks what its address asks once, and shows the first answer before the last", async () => {
    const first = await open(besideTrn1);
    expect(await marksOf(first)).toEqual(["asked", "answered", "all answered"]);
    await first.context().close();
  }, 30_000);

  test("opens with answers that it carries, which have the bytes of estimate, and leaves them where they are", async () => {
    const first = await open("", 1200, "light", () => {
      addEventListener("DOMContentLoaded", () => {
        document.querySelector("#answers .card")?.setAttribute("data-carried", "");
      });
    });
    expect(await marksOf(first)).toEqual(["asked", "all answered", "all answered"]);
    expect(await first.locator("#answers .card[data-carried]").count()).toBe(1);
    const shown = await first.locator("#answers pre[data-kind=json]").allTextContents();
    const flags = ["--model", "llama-3.1-8b", "--batch", "8", "--input", "1024", "--output", "256", "--json"];
    const instances = ["trn2.48xlarge", "p5.48xlarge"];
    expect(shown).toEqual(
      instances.map((instance) => trnsim(["estimate", ...flags, "--instance", instance]).stdout),
    );
    await first.context().close();
  }, 30_000);

  test("trains on every hardware as run does, with less useful time where hosts fail more often", async () => {
    const asked = "train=on&trainCount=4&tokens=20&sequence=2048&globalBatch=256&zero=0&mtbf=5&interval=30";
    const trained = await open(`${besideTrn1}&${asked}`);
    const texts = (kind: string) => trained.locator(`#trained pre[data-kind=${kind}]`).allTextContents();
    const goodput = async () =>
      (await texts("json")).map((text) => JSON.parse(text).training.goodput_fraction as number);
    for (const [index, yaml] of (await texts("yaml")).entries()) {
      writeFileSync(join(folder, "training.yaml"), yaml);
      const [played] = JSON.parse(trnsim(["run", "training.yaml", "--json"], folder).stdout);
      const shown = JSON.parse((await texts("json"))[index] as string);
      expect(shown.training).toEqual(played.training);
      expect(shown.memory).toEqual(played.memory);
      expect(shown.cost).toEqual(played.cost);
    }
    const figures = await trained.locator("#trained .card").first().locator("dt").allTextContents();
    expect(figures).toEqual(
      expect.arrayContaining(["Step", "Of the chips' peak (MFU)", "Time to train", "Whole run"]),
    );
    const bars = trained.locator("#trained .card").first().locator(".bar");
    expect(await bars.first().getAttribute("aria-label")).toMatch(/^Memory of a rank: .*optimizer/);
    expect(await bars.last().getAttribute("aria-label")).toMatch(/^Where the time goes: /);
    const [often] = await goodput();
    await trained.locator("[name=mtbf]").fill("2000");
    await settled(trained);
    expect((await goodput())[0]).toBeGreaterThan(often as number);
    // A rank of one instance cannot hold it; the instances that are named can.
    await trained.locator("[name=model]").selectOption("llama-3.1-8b");
    await trained.locator("[name=trainCount]").fill("1");
    await settled(trained);
    const nearest = (await trained.locator("#trained .nearest").first().textContent()) ?? "";
    const count = /^Nearest: it fits on (\d+) instances\.$/.exec(nearest)?.[1] ?? "";
    await trained.locator("[name=trainCount]").fill(count);
    await settled(trained);
    expect(await trained.locator("#trained .card .verdict").first().textContent()).toMatch(/^Fits: /);
    await trained.context().close();
  }, 60_000);

  test("pays as it is told, and holds an API's price against it", async () => {
    const bought = "pricing=owned&price=87600&years=1&usdPerKwh=0&apiInput=1&apiOutput=2";
    const paid = await open(`${besideTrn1}&${bought}`);
    const [own, beside] = (await paid.locator("#answers pre[data-kind=json]").allTextContents()).map((text) =>
      JSON.parse(text),
    );
    // 8,760 hours a year.
    expect(own.cost.usd_per_hour).toBeCloseTo(10, 9);
    expect(beside.cost.price_option).toBe("on-demand");
    const { total_input_tokens: read, total_output_tokens: written, duration } = own.inference;
    expect(own.cost.api_usd_per_hour).toBeCloseTo(((read + 2 * written) / 1e6 / duration) * 3600, 3);
    expect(await paid.locator("[name=years]").isVisible()).toBe(true);
    await paid.locator("[name=pricing]").selectOption("");
    await settled(paid);
    expect(await paid.locator("[name=years]").isVisible()).toBe(false);
    await paid.context().close();
  }, 30_000);

  test("saves a chart as PNG", async () => {
    const button = page.locator("button[data-png=chart-load]");
    const [download] = await Promise.all([page.waitForEvent("download"), button.click()]);
    expect(download.suggestedFilename()).toBe("chart-load.png");
    const bytes = readFileSync(await download.path());
    expect(bytes.subarray(1, 4).toString()).toBe("PNG");
    // Twice the pixels of the place that it is drawn in.
    const width = await page
      .locator("#chart-load svg")
      .last()
      .evaluate((svg) => svg.clientWidth);
    expect(bytes.readUInt32BE(16)).toBe(2 * width);
  }, 30_000);

  test("embedded shows answers and charts alone, with a way to the whole page", async () => {
    const embedded = await open(`${small}&embed=1`, 600);
    expect(await embedded.locator("form").isVisible()).toBe(false);
    expect(await embedded.locator(".card").first().isVisible()).toBe(true);
    const whole = (await embedded.locator("#whole").getAttribute("href")) ?? "";
    expect(whole).not.toContain("embed");
    await embedded.context().close();
  }, 30_000);

  test("fits a phone, and follows dark and light", async () => {
    const ground = (of: Page) => of.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const phone = await open(small, 390, "dark");
    expect(await phone.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
    expect(await ground(phone)).not.toBe(await ground(page));
    await phone.context().close();
  }, 30_000);

  test("tells the two nearest measurements of a chip that was measured", async () => {
    const lines = await page.locator(".card").first().locator("[data-kind=measured] li").allTextContents();
    expect(lines.length).toBe(2);
    for (const line of lines) expect(line).toMatch(/ tokens: .* \([a-z]+\d+\)$/);
  });

  test("names every field for who does not see it", async () => {
    const nameless = await page.evaluate(() =>
      [...document.querySelectorAll<HTMLInputElement>("input:not([type=hidden]), select")].filter(
        (field) => !field.labels?.[0]?.textContent?.trim(),
      ),
    );
    expect(nameless).toEqual([]);
  });

  test("is gone through by keyboard in the order in which it stands, and what is hidden is left out", async () => {
    const fresh = await open(small);
    const gone: { top: number; left: number; isSeen: boolean }[] = [];
    for (let step = 0; step < 20; step++) {
      await fresh.keyboard.press("Tab");
      gone.push(
        await fresh.evaluate(() => {
          const { left, bottom, width } = (document.activeElement as Element).getBoundingClientRect();
          return { top: Math.round(bottom + scrollY), left, isSeen: width > 0 };
        }),
      );
    }
    await fresh.context().close();
    expect(gone.every(({ isSeen }) => isSeen)).toBe(true);
    // Past the link that skips the form: down the page, and within a row to the right.
    for (const [index, each] of gone.slice(2).entries()) {
      const before = gone[index + 1] as (typeof gone)[number];
      expect(each.top > before.top || each.left > before.left).toBe(true);
    }
  }, 30_000);

  test("has headings one below the other, and sliders that say their value with its unit", async () => {
    const levels = await page
      .locator(":is(h1, h2, h3, h4):visible")
      .evaluateAll((headings) => headings.map(({ tagName }) => Number(tagName.slice(1))));
    for (const [index, level] of levels.entries()) {
      expect(level - (levels[index - 1] ?? 0)).toBeLessThanOrEqual(1);
    }
    const said = await page
      .locator("input[type=range]")
      .evaluateAll((sliders) => sliders.map((slider) => slider.getAttribute("aria-valuetext") ?? ""));
    expect(said.every((text) => /^[\d.]+(x| days| min)$/.test(text))).toBe(true);
  });

  test("asks the network for nothing and complains of nothing in all this", () => {
    expect(problems).toEqual([]);
  });
});

/**
 * `npm run pictures`: draws what the README shows into results/pictures, from what is built, with Debian's Chromium: the
 * report of the quick start and the what-if page, as a reader first sees them.
 */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, chromium } from "playwright-core";

const root = new URL("..", import.meta.url).pathname;
const folder = join(root, "results/pictures");
const made = mkdtempSync(join(tmpdir(), "trnsim-pictures-"));

/** What is seen of a page, and the size of its picture beside it. */
const size = { width: 1000, height: 1500 };
const scale = 0.75;

function trnsim(...words: string[]): void {
  execFileSync(process.execPath, [join(root, "dist/main.js"), ...words, "--quiet"], {
    cwd: root,
    stdio: "ignore",
  });
}

/** The top of a page once `ready` holds in it. */
async function draw(
  browser: Browser,
  { address, name, ready }: { address: string; name: string; ready(): boolean },
) {
  const context = await browser.newContext({
    viewport: size,
    deviceScaleFactor: scale,
    colorScheme: "light",
    offline: true,
  });
  const page = await context.newPage();
  await page.goto(address);
  await page.waitForFunction(ready, null, { timeout: 60_000 });
  await page.screenshot({ path: join(folder, name) });
  await context.close();
}

const executablePath = ["/usr/bin/chromium", "/usr/bin/google-chrome"].find(existsSync);
if (executablePath === undefined) throw new Error("pictures are drawn with Chromium, which is not installed");
mkdirSync(folder, { recursive: true });
trnsim("compare", "scenarios/quickstart.yaml", "--html", "--out", made);
trnsim("page", join(made, "page.html"));
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
await draw(browser, {
  address: `file://${made}/quickstart.html`,
  name: "report.png",
  ready: () =>
    [...document.querySelectorAll("figure[id] .plot")].every((plot) => plot.querySelector("svg") !== null),
});
await draw(browser, {
  address: `file://${made}/page.html`,
  name: "page.png",
  ready: () => document.body.dataset.state === "done",
});
await browser.close();

/**
 * Every kind of report as a browser shows it, wide and on a phone, light and dark. `LOOKS=folder` also saves what is seen, for
 * people to look at. Skipped where no Chromium is installed.
 */
import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeReport, reportKinds } from "./report-kinds.ts";

const executablePath = ["/usr/bin/chromium", "/usr/bin/google-chrome"].find(existsSync);
const folder = process.env.LOOKS;

const looks = [1200, 390].flatMap((width) =>
  (["light", "dark"] as const).map((colorScheme) => ({ width, colorScheme })),
);

/** Texts of charts that lie outside their chart's place, or are too small to read. */
function badTexts(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll<SVGTextElement>("figure[id] .plot svg text")].flatMap((text) => {
      const place = text.closest("figure")?.getBoundingClientRect();
      const own = text.getBoundingClientRect();
      if (!place || own.width === 0) return [];
      const isOutside = own.left < place.left - 2 || own.right > place.right + 2;
      const isSmall = Number.parseFloat(getComputedStyle(text).fontSize) < 10;
      const title = text.closest("figure")?.querySelector("figcaption")?.firstChild?.textContent;
      return isOutside || isSmall ? [`${title}: ${text.textContent}`] : [];
    }),
  );
}

describe.skipIf(executablePath === undefined)("a report", () => {
  let browser: Awaited<ReturnType<typeof chromium.launch>>;
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: executablePath as string, args: ["--no-sandbox"] });
    if (folder !== undefined) mkdirSync(folder, { recursive: true });
  });
  afterAll(async () => {
    await browser?.close();
  });

  test.each(Object.entries(reportKinds))(
    "of %s is drawn whole at every width and in both themes",
    async (kind, how) => {
      const file = makeReport(how);
      const problems: string[] = [];
      for (const { width, colorScheme } of looks) {
        const look = `${kind}-${width}-${colorScheme}`;
        const context = await browser.newContext({
          viewport: { width, height: 900 },
          colorScheme,
          offline: true,
        });
        const page = await context.newPage();
        page.on("console", (message) => problems.push(message.text()));
        page.on("pageerror", (error) => problems.push(error.message));
        page.on("request", (request) => {
          if (request.url() !== `file://${file}`) problems.push(request.url());
        });
        await page.goto(`file://${file}`);
        await page.waitForFunction(() =>
          [...document.querySelectorAll("figure[id] .plot")].every(
            (plot) => plot.querySelector("svg") !== null,
          ),
        );
        if (folder !== undefined)
          await page.screenshot({ path: join(folder, `${look.replaceAll(" ", "-")}.png`), fullPage: true });
        const isSideways = await page.evaluate(
          () => document.documentElement.scrollWidth > window.innerWidth,
        );
        if (isSideways) problems.push(`${look} scrolls sideways`);
        problems.push(...(await badTexts(page)).map((text) => `${look}: ${text}`));
        await context.close();
      }
      expect(problems).toEqual([]);
    },
    120_000,
  );
});

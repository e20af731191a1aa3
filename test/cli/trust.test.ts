/** What a scenario from elsewhere may do without leave. */
import { existsSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { catalog } from "../../src/catalog.ts";
import { makeProgram } from "../../src/cli/program.ts";
import { loadScenarios } from "../../src/cli/scenario-flags.ts";
import { folderWith, small, trnsim } from "./trnsim.ts";

/** What opening `file` says: `opened`, or what is wrong with it. */
async function open(
  file: string,
  flags: { allowPlugins?: boolean; allowRead?: string[]; set?: string[] } = {},
) {
  try {
    await loadScenarios([file], { set: [], allowRead: [], ...flags } as never, catalog);
    return "opened";
  } catch (error) {
    return (error as Error).message;
  }
}

describe("a scenario from elsewhere", () => {
  test("runs no code without --allow-plugins, which every command has that opens one", async () => {
    const folder = folderWith({
      "small.yaml": `${small}plugins: [./code.ts]\n`,
      "code.ts": 'require("node:fs").writeFileSync(__dirname + "/ran", "");\nexport const routers = [];\n',
    });
    const { code, stderr } = trnsim(["run", "small.yaml"], folder);
    expect(code).toBe(2);
    expect(stderr).toContain("found code.ts; expected --allow-plugins");
    expect(existsSync(join(folder, "ran"))).toBe(false);
    expect(await open(join(folder, "small.yaml"), { allowPlugins: true })).toBe("opened");
    expect(existsSync(join(folder, "ran"))).toBe(true);
    const { commands } = await makeProgram(["help"]);
    const flagsOf = (at: number) => commands[at]!.options.map(({ long }) => long);
    // One that takes no file, as estimate, makes the scenario itself.
    const opening = commands.flatMap(({ registeredArguments }, at) =>
      flagsOf(at).includes("--seed") && registeredArguments.length > 0 ? [flagsOf(at)] : [],
    );
    expect(opening.length).toBeGreaterThanOrEqual(5);
    for (const flags of opening) expect(flags).toEqual(expect.arrayContaining(["--allow-plugins"]));
  });

  test("writes nothing outside of --out, whatever its names and those of its variants are", async () => {
    const variant = "variants: [{ name: '..', set: {} }]\n";
    for (const text of [small.replace("name: small", "name: '..'"), small + variant]) {
      const folder = folderWith({ "small.yaml": text });
      expect(await open(join(folder, "small.yaml"))).toContain('found ".."');
    }
  });

  test("reads files below its own folder and below those of --allow-read, through links too, and no others", async () => {
    const trace =
      "TIMESTAMP,ContextTokens,GeneratedTokens\n2023-11-16 18:17:03.97,64,8\n2023-11-16 18:17:04.9,64,8\n";
    const text = small.slice(0, small.indexOf("  arrivals"));
    const folder = folderWith({ "other.csv": trace });
    const inside = join(folder, "own");
    mkdirSync(inside);
    mkdirSync(join(folder, "third"));
    symlinkSync(join(folder, "other.csv"), join(inside, "link.csv"));
    writeFileSync(join(inside, "mine.csv"), trace);
    const openWith = (file: string, flags = {}) => {
      writeFileSync(join(inside, "small.yaml"), `${text}  trace: { file: ${file} }\n`);
      return open(join(inside, "small.yaml"), flags);
    };
    for (const file of ["../other.csv", join(folder, "other.csv"), "link.csv"]) {
      expect(await openWith(file)).toContain("--allow-read DIR");
      expect(await openWith(file, { allowRead: [join(folder, "third")] })).toContain("--allow-read DIR");
      expect(await openWith(file, { allowRead: [folder] })).toBe("opened");
    }
    expect(await openWith("mine.csv")).toBe("opened");
    // A path on the command line is the user's own.
    const set = [`workload.trace.file=${join(folder, "other.csv")}`];
    expect(await openWith("mine.csv", { set })).toBe("opened");
    writeFileSync(
      join(inside, "small.yaml"),
      `${text}  trace: { file: mine.csv }\nspace: { workload.trace.file: [../other.csv] }\n`,
    );
    expect(await open(join(inside, "small.yaml"))).toContain("--allow-read DIR");
  });

  test("finds no keys and no commands that every object has", async () => {
    for (const name of ["constructor", "__proto__"]) {
      const { code, stderr } = trnsim([name]);
      expect(code).toBe(2);
      expect(stderr).toContain(`unknown command '${name}'`);
    }
    const file = join(folderWith({ "small.yaml": small }), "small.yaml");
    for (const path of ["__proto__.seed=2", "constructor.prototype.seed=2", "workload.__proto__=1"]) {
      expect(await open(file, { set: [path] })).toContain("expected keys of a scenario");
    }
    for (const line of ["__proto__: { seed: 2 }", "objectives: { constructor: 1 }", "constructor: 1"]) {
      const bad = join(folderWith({ "bad.yaml": `${small}${line}\n` }), "bad.yaml");
      expect(await open(bad)).toMatch(/__proto__|constructor/);
    }
  });
});

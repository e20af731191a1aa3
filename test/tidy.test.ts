/** The rules of the house: who may import whom, no cycles, no dead files, no banned calls, file names, file sizes. */
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import packageJson from "../package.json" with { type: "json" };
import { version } from "../src/base/version.ts";

const root = new URL("..", import.meta.url).pathname;

function filesBelow(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)));
}

interface Import {
  target: string;
  typeOnly: boolean;
}

const sources = new Map(filesBelow("src").map((file) => [file, readFileSync(join(root, file), "utf8")]));

const importPattern = /^(?:import|export)\s+(type\s+)?(?:[^"';]*?from\s+)?"([^"]+)"|\bimport\("([^"]+)"\)/gm;

function importsOf(file: string): Import[] {
  return [...(sources.get(file) as string).matchAll(importPattern)].map(([, type, atTop, whenNeeded]) => {
    const target = (atTop ?? whenNeeded)!;
    return {
      target: target.startsWith(".") ? relative(root, resolve(root, dirname(file), target)) : target,
      typeOnly: type !== undefined,
    };
  });
}

const imports = new Map([...sources.keys()].map((file) => [file, importsOf(file)]));

/** Folders that each folder of src may import from; `types` may be imported from everywhere below. */
const table: Record<string, string[]> = {
  base: [],
  kernel: ["base"],
  scenario: ["base"],
  hardware: ["base"],
  models: ["base"],
  network: ["base", "kernel"],
  cluster: ["base", "kernel", "hardware", "network"],
  timing: ["base", "hardware", "models"],
  metrics: ["base", "kernel", "hardware", "cluster"],
  workload: ["base", "kernel", "hardware", "models", "network", "cluster", "timing", "metrics"],
  simulation: [
    "base",
    "kernel",
    "hardware",
    "models",
    "network",
    "cluster",
    "timing",
    "metrics",
    "workload",
    "scenario",
  ],
};
const belowStudy = [...Object.keys(table)];
table.study = belowStudy;
table.validation = belowStudy;
table.report = ["base", "metrics"];
table.page = [...belowStudy, "study", "report", "src/catalog.ts"];

/** Rooms of the large workloads, and whose values and types each may use; files beside the door may use all. */
const rooms: Record<string, Record<string, string[]>> = {
  "src/workload/inference/": {
    load: [],
    time: ["load"],
    replica: ["load", "time"],
    record: ["load", "time", "replica"],
    fleet: ["load", "time", "replica", "record"],
  },
  "src/workload/training/": {
    schedules: [],
    compressions: [],
    job: ["compressions"],
    memory: ["schedules", "job"],
    exchange: ["compressions", "job"],
    stage: ["schedules", "compressions", "job", "exchange"],
    step: ["schedules", "job", "stage"],
    run: ["job", "step"],
  },
};

/** What a scenario says, which every room may read. */
const options = "src/workload/training/training-options.ts";

const folderOf = (file: string) => /^src\/([^/]+)\//.exec(file)?.[1];

describe("imports", () => {
  test("follow the table of layers; report may take types from everywhere", () => {
    const broken = [...imports].flatMap(([file, list]) => {
      const folder = folderOf(file);
      if (folder === undefined || folder === "cli") return [];
      return list
        .filter(({ target }) => target.startsWith("src/"))
        .filter(({ target, typeOnly }) => {
          const other = folderOf(target) ?? target;
          if (other === folder) return false;
          if (folder === "report" && typeOnly) return false;
          return !table[folder]!.includes(other);
        })
        .map(({ target }) => `${file} imports ${target}`);
    });
    expect(broken).toEqual([]);
  });

  test.each(Object.keys(rooms))(
    "within %s: each room knows only those before it, types included",
    (house) => {
      const mayUse = rooms[house]!;
      const roomOf = (file: string) => /^([^/]+)\//.exec(file.slice(house.length))?.[1];
      const broken = [...imports]
        .filter(([file]) => file.startsWith(house) && roomOf(file) !== undefined)
        .flatMap(([file, list]) =>
          list
            .filter(({ target }) => target.startsWith(house) && roomOf(target) !== roomOf(file))
            .filter(({ target, typeOnly }) => !(typeOnly && target === options))
            .filter(({ target }) => !mayUse[roomOf(file)!]!.includes(roomOf(target) ?? "the door"))
            .map(({ target }) => `${file} imports ${target}`),
        );
      expect(broken).toEqual([]);
      const folders = readdirSync(join(root, house), { withFileTypes: true }).filter((each) =>
        each.isDirectory(),
      );
      expect(folders.map(({ name }) => name).sort()).toEqual(Object.keys(mayUse).sort());
    },
  );

  test("of inference from outside come in by its door", () => {
    const house = "src/workload/inference/";
    const broken = [...imports].flatMap(([file, list]) =>
      file.startsWith(house)
        ? []
        : list
            .filter(({ target }) => target.startsWith(house) && target !== `${house}inference.ts`)
            .map(({ target }) => `${file} imports ${target}`),
    );
    expect(broken).toEqual([]);
  });

  test("of what workloads share know none of them", () => {
    const shared =
      /^src\/workload\/(resilience\/|workload\.ts|(plan|load|launch)-traits\.ts|starter\.ts|device-memory\.ts)/;
    const broken = [...imports].flatMap(([file, list]) =>
      shared.test(file)
        ? list
            .filter(({ target }) => target.startsWith("src/workload/") && !shared.test(target))
            .map(({ target }) => `${file} imports ${target}`)
        : [],
    );
    expect(broken).toEqual([]);
  });

  test("form no cycle, types included", () => {
    const state = new Map<string, "open" | "done">();
    const cycles: string[] = [];
    const visit = (file: string, path: string[]) => {
      if (state.get(file) === "done") return;
      if (state.get(file) === "open") {
        cycles.push([...path.slice(path.indexOf(file)), file].join(" -> "));
        return;
      }
      state.set(file, "open");
      for (const { target } of imports.get(file) ?? []) {
        if (sources.has(target)) visit(target, [...path, file]);
      }
      state.set(file, "done");
    };
    for (const file of sources.keys()) visit(file, []);
    expect(cycles).toEqual([]);
  });

  test("reach every file from the program, the library or the page", () => {
    const reached = new Set<string>();
    const visit = (file: string) => {
      if (reached.has(file)) return;
      reached.add(file);
      for (const { target } of imports.get(file) ?? []) if (sources.has(target)) visit(target);
    };
    visit("src/main.ts");
    visit("src/index.ts");
    visit("src/page/client.ts");
    expect([...sources.keys()].filter((file) => !reached.has(file))).toEqual([]);
  });

  test("of Node's own modules stay in cli and the process edge, so that the core runs in a browser", () => {
    const node = [...imports].flatMap(([file, list]) =>
      file === "src/main.ts" || folderOf(file) === "cli"
        ? []
        : list
            .filter(({ target }) => target.startsWith("node:"))
            .map(({ target }) => `${file} imports ${target}`),
    );
    expect(node).toEqual([]);
  });
});

describe("sources", () => {
  test("raise to powers by power(), but for squares, powers of two and of ten: others differ between engines", () => {
    const raised = /\*\* (?!2\b)|Math\.pow\(/;
    const steady = /\b(2|10) \*\* |0\.75 \*\* 16/;
    const found = [...sources].flatMap(([file, text]) =>
      text
        .split("\n")
        .filter((line) => !/^\s*(\*|\/\*|\/\/)/.test(line) && raised.test(line) && !steady.test(line))
        .map((line) => `${file}: ${line.trim()}`),
    );
    expect(found).toEqual([]);
  });

  test("use no unseeded randomness and no wall clock outside the command line", () => {
    const banned = /Math\.random\(|Date\.now|new Date\(|performance\.now|process\.exit\(/;
    const found = [...sources].filter(
      ([file, text]) => folderOf(file) !== "cli" && file !== "src/main.ts" && banned.test(text),
    );
    expect(found.map(([file]) => file)).toEqual([]);
  });

  test("open with a paragraph that says what they are", () => {
    const bare = [...sources].filter(([, text]) => !/^(#!.*\n)?\/\*\*/.test(text));
    expect(bare.map(([file]) => file)).toEqual([]);
  });

  test("are named in kebab case, without words that name nothing", () => {
    const bad = [...sources.keys()].filter((file) => {
      const name = file.replace(/^.*\//, "");
      return !/^[a-z0-9.-]+\.ts$/.test(name) || /util|helper|common|manager/.test(name);
    });
    expect(bad).toEqual([]);
  });

  test("hold no file of more than 400 lines, but for those that hold one idea that takes more, which may only shrink", () => {
    const allowed: Readonly<Record<string, number>> = {
      "src/kernel/sharing/shared-resources.ts": 430,
    };
    const long = [...sources].filter(([file, text]) => text.split("\n").length > (allowed[file] ?? 400));
    expect(long.map(([file]) => file)).toEqual([]);
    for (const file of Object.keys(allowed))
      expect(sources.get(file)?.split("\n").length).toBeGreaterThan(400);
  });

  test("hold no left-over notes", () => {
    const notes = [...sources].filter(([, text]) => /\b(TODO|FIXME|XXX|HACK)\b/.test(text));
    expect(notes.map(([file]) => file)).toEqual([]);
  });
});

test("the top level holds the agreed names and dot files, and nothing that a tool left behind", () => {
  const files = execFileSync("git", ["ls-files"], { cwd: root, encoding: "utf8" }).trim().split("\n");
  const names = [...new Set(files.map((file) => file.split("/")[0]!))].filter(
    (name) => !name.startsWith("."),
  );
  const agreed = "LICENSE README.md package-lock.json package.json results scenarios src test tsconfig.json";
  expect(names.sort()).toEqual(agreed.split(" "));
});

test("the version in the code is that of package.json", () => {
  expect(version).toBe(packageJson.version);
});

/**
 * What the library promises, as one text: every name that `index.ts` exports, with its declaration as the compiler wrote it,
 * without comments and private members. A change of it is a change that users of the library see.
 */
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";

interface Export {
  /** Under which it is known outside, and in its own file. */
  name: string;
  local: string;
  file: string;
}

const dist = new URL("../dist", import.meta.url).pathname;
const read = (file: string) => readFileSync(join(dist, file), "utf8").replace(/\/\*[\s\S]*?\*\//g, "");

/** Names that `file` passes on from others, and whole modules under one name. */
function passedOn(file: string): Export[] {
  return [...read(file).matchAll(/^export (?:type )?(?:\{([^}]*)\}|\* as (\w+)) from "([^"]+)";/gm)].flatMap(
    ([, list, whole, from]) => {
      const target = join(dirname(file), String(from)).replace(/\.(ts|js)$/, ".d.ts");
      if (whole !== undefined) return [{ name: whole, local: "*", file: target }];
      const names = String(list)
        .split(",")
        .map((each) => each.trim().replace(/^type /, ""))
        .filter((each) => each !== "");
      return names.map((each) => {
        const [local, name = local] = each.split(" as ") as [string, string?];
        return { name, local, file: target };
      });
    },
  );
}

/** Where `local` is declared, through every door that passes it on. */
function declared(each: Export): Export {
  const next = passedOn(each.file).find(({ name }) => name === each.local);
  return next === undefined ? each : declared({ ...next, name: each.name });
}

/** The statement that declares `name` in `text`, overloads together. */
function declarationOf(text: string, name: string): string {
  const statements = text.split(/\n(?=export |declare |import |interface |type |class |function )/);
  const own = new RegExp(
    `^export (?:declare )?(?:abstract )?(?:interface|type|class|function|const|namespace) ${name}\\b`,
  );
  return statements
    .filter((each) => own.test(each))
    .join("\n")
    .split("\n")
    .filter((line) => line.trim() !== "" && !/^\s*(#|private )/.test(line) && line !== "export {};")
    .join("\n");
}

/** The report: declarations in the order of their names. */
export function apiReport(): string {
  const entries = passedOn("index.d.ts").map((each) => {
    if (each.local === "*") {
      const names = [...read(each.file).matchAll(/^export (?:declare )?\w+ (\w+)/gm)].map(([, name]) => name);
      return { name: each.name, text: `export * as ${each.name}: ${names.join(", ")}` };
    }
    const { name, local, file } = declared(each);
    return { name, text: declarationOf(read(file), local) || `${name} is declared nowhere` };
  });
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  return `${entries.map(({ text }) => text).join("\n\n")}\n`;
}

/** The completion script as bash runs it: commands, flags, names of the catalog where they are asked for, files elsewhere. */
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { catalog } from "../../src/catalog.ts";
import { folderWith, trnsim } from "../cli/trnsim.ts";

const folder = folderWith({ "chat.yaml": "" });
writeFileSync(join(folder, "completion.sh"), trnsim(["completion", "bash"]).stdout);

/** What bash offers for the last of these words. */
function offered(...words: string[]): string[] {
  const script = `source completion.sh; COMP_WORDS=(trnsim "$@"); COMP_CWORD=$#; _trnsim; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const text = execFileSync("bash", ["-c", script, "bash", ...words], { cwd: folder, encoding: "utf8" });
  return text.trim().split("\n");
}

test("commands, flags, files and names of the catalog are offered where they may stand", () => {
  expect(offered("es")).toEqual(["estimate"]);
  expect(offered("run", "--lo")).toEqual(["--load-curve"]);
  expect(offered("run", "ch")).toEqual(["chat.yaml"]);
  const named = (of: readonly { name: string }[], start: string) =>
    of.map(({ name }) => name).filter((name) => name.startsWith(start));
  expect(offered("estimate", "--instance", "trn2")).toEqual(named(catalog.instances, "trn2"));
  expect(offered("plan", "--model", "llama-3.1")).toEqual(named(catalog.models, "llama-3.1"));
  expect(offered("catalog", "mo")).toEqual(["models"]);
  expect(offered("init", "--kind", "t")).toEqual(["training"]);
  expect(offered("collective", "--op", "all-r")).toEqual(["all-reduce"]);
});

import { expect, test } from "vitest";
import { manualText } from "../../src/cli/commands/manual.ts";
import { commands } from "../../src/cli/commands.ts";
import { makeProgram } from "../../src/cli/program.ts";

const program = await makeProgram(["manual"]);
const page = manualText(program);

test("the manual page has every command with every option of it, as the program defines them", () => {
  expect(program.commands.map((command) => command.name())).toEqual(
    commands.map(({ usage }) => usage.split(" ")[0]),
  );
  const parts = page.split('\n.SS "trnsim ').slice(1);
  for (const [index, command] of program.commands.entries()) {
    const part = parts[index] as string;
    expect(part.startsWith(command.name())).toBe(true);
    const flags = [...part.matchAll(/^\.TP\n\.B (.*)$/gm)].map(([, text = ""]) =>
      text.replaceAll("\\-", "-"),
    );
    const own = flags.slice(0, command.options.length);
    expect(own).toEqual(command.options.map((option) => option.flags));
  }
});

test("no text of the manual page is taken for a request of roff", () => {
  const requests = /^\.(TH|SH|SS|TP|B|I|PP|nf|fi)\b/;
  const wrong = page.split("\n").filter((line) => /^[.']/.test(line) && !requests.test(line));
  expect(wrong).toEqual([]);
  expect(page.replaceAll(/\\(e|-|&|\(dq)/g, "")).not.toContain("\\");
});

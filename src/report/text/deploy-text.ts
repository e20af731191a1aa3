/** What to deploy, for a person: a command for each launcher, and what it cannot say. */
import type { Deployment } from "../../study/deploy/launchers.ts";
import { linesText } from "./lines.ts";
import type { Style } from "./style.ts";

/** Lines in the form of a run's. */
export function deployText({ launches, model }: Deployment, style: Style): string {
  if (launches.length === 0) return deployLine("no launcher is known for this hardware", style);
  const head = deployLine(
    `generated, not tried; in capitals what is yours: the checkpoint or arguments of ${model}, hosts`,
    style,
  );
  const texts = launches.map(({ title, command, not_expressible: missing }) =>
    [
      `  ${style.bold(title)}`,
      ...command.split("\n").map((line) => `    ${line}`),
      ...missing.map(({ key, value, why }) => style.dim(`    not expressible: ${key} ${value}: ${why}`)),
    ].join("\n"),
  );
  return [head, ...texts].join("\n");
}

/** That there is more to see. */
export function deployHint({ launches }: Deployment, style: Style): string {
  const names = launches.map(({ title }) => title).join(", ");
  return deployLine(
    names === "" ? "no launcher is known for this hardware" : `--deploy prints flags for ${names}`,
    style,
  );
}

const deployLine = (text: string, style: Style) => linesText([["Deploy", text]], style);

/** What to deploy, for a person: a command for each launcher, and what it cannot say. */
import type { Deployment } from "../../study/deploy/launchers.ts";
import { linesText } from "./lines.ts";
import type { Style } from "./style.ts";

/** Lines in the form of a run's. */
export function deployText({ launches, model, software, why }: Deployment, style: Style): string {
  if (why !== null) return deployLine(why, style);
  const head = deployLine(
    `generated, not tried; in capitals what is yours: the checkpoint or arguments of ${model}, hosts`,
    style,
  );
  const texts = launches.map(({ title, simulated, command, not_expressible: missing }) =>
    [
      `  ${style.bold(title)}${simulated ? "" : style.dim(`: ${otherProgram(software)}`)}`,
      ...command.split("\n").map((line) => `    ${line}`),
      ...missing.map(({ key, value, why }) => style.dim(`    not expressible: ${key} ${value}: ${why}`)),
    ].join("\n"),
  );
  return [head, ...texts].join("\n");
}

/** What a run has of which no launcher was told: several jobs, or a kind of workload that none starts. */
export function deployNone({ jobs, kind }: { jobs: number; kind: string | undefined }, style: Style): string {
  const what = jobs > 1 ? `${jobs} jobs at once: run one of them alone` : `a workload of kind ${kind}`;
  return deployLine(`no program is known here that starts ${what}`, style);
}

/** That figures are not this program's. */
export const otherProgram = (software: string): string =>
  `not what was simulated (${software}), so it may be faster or slower than the figures above`;

/** That there is more to see. */
export function deployHint({ launches, software, why }: Deployment, style: Style): string {
  if (why !== null) return deployLine(why, style);
  const names = launches.map(({ title }) => title).join(", ");
  const isOther = launches.every(({ simulated }) => !simulated);
  return deployLine(
    `--deploy prints flags for ${names}${isOther ? `; simulated was ${software}, another program` : ""}`,
    style,
  );
}

const deployLine = (text: string, style: Style) => linesText([["Deploy", text]], style);

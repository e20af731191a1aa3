/** `trnsim manual`: the manual page, made from the commands and flags as they are defined, in the language of man(7). */
import type { Command, Option } from "commander";
import { version } from "../../base/version.ts";
import { optionDescription } from "../option-description.ts";

/** Gives the command what it does. */
export function defineManualCommand(command: Command): void {
  command.action(() => {
    process.stdout.write(manualText(command.parent as Command));
  });
}

const exits: readonly [code: number, meaning: string][] = [
  [0, "done"],
  [1, "a check failed: a regression, a missed objective with --strict"],
  [2, "bad input; what was found and what was expected is told with its place"],
  [3, "infeasible: it does not fit in memory, or nothing is served"],
  [4, "the run stopped early: stalled, or at a limit"],
];

/** The page of `program`, whose commands have their flags. */
export function manualText(program: Command): string {
  return [
    `.TH TRNSIM 1 "" "trnsim ${version}" "User Commands"`,
    ".SH NAME",
    `trnsim \\- ${escaped(program.description().replace(/\.$/, ""))}`,
    ".SH SYNOPSIS",
    ".B trnsim",
    ".I command",
    "[options]",
    ".SH OPTIONS OF EVERY COMMAND",
    ...program.options.flatMap(optionLines),
    ".SH COMMANDS",
    ...program.commands.flatMap(commandLines),
    ".SH EXIT STATUS",
    ...exits.flatMap(([code, meaning]) => [".TP", `.B ${code}`, escaped(meaning)]),
    ".SH SEE ALSO",
    "The README beside the program, scenarios/KEYS.md for every key of a scenario, src/report/README.md for every metric of a result.",
    "",
  ].join("\n");
}

function commandLines(command: Command): string[] {
  const examples = /Examples?:\n([\s\S]*)/.exec(helpOf(command))?.[1];
  return [
    `.SS "trnsim ${quoted(`${command.name()} ${command.usage()}`)}"`,
    escaped(sentence(command.description())),
    ...command.options.flatMap(optionLines),
    ...(examples === undefined ? [] : [".PP", ".nf", escaped(examples.trimEnd()), ".fi"]),
  ];
}

function optionLines(option: Option): string[] {
  return [".TP", `.B ${escaped(option.flags)}`, escaped(optionDescription(option))];
}

/** The help of a command as it prints it, with what it adds below. */
function helpOf(command: Command): string {
  let text = "";
  command.configureOutput({
    writeOut: (more) => {
      text += more;
    },
  });
  command.outputHelp();
  return text;
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

/** Text that roff takes for nothing else: backslashes, hyphens, and dots and quotes that begin a line. */
function escaped(text: string): string {
  return text
    .replaceAll("\\", "\\e")
    .replaceAll("-", "\\-")
    .replaceAll(/^([.'])/gm, "\\&$1");
}

function quoted(text: string): string {
  return escaped(text).replaceAll('"', "\\(dq");
}

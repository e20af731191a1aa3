/** `trnsim completion SHELL`: a completion script made from the commands and flags as they are defined. */
import type { Command } from "commander";
import { ScenarioError } from "../../base/errors.ts";
import type { Catalog } from "../../catalog.ts";
import { collectiveOperations } from "../../network/collectives/collective-plan.ts";
import { starters } from "../starters.ts";
import { catalogSections } from "./catalog.ts";

/** What may follow a flag, or a command, by name. */
interface Values {
  flags: Readonly<Record<string, readonly string[]>>;
  commands: Readonly<Record<string, readonly string[]>>;
}

const shells: Readonly<Record<string, (program: Command, values: Values) => string>> = { bash, zsh, fish };

const names = (of: readonly { name: string }[]) => of.map(({ name }) => name);

/** Names of the catalog and of the program where they are asked for. */
function valuesOf(catalog: Catalog): Values {
  return {
    flags: {
      "--instance": names(catalog.instances),
      "--model": names(catalog.models),
      "--profile": names(catalog.profiles),
      "--kind": Object.keys(starters),
      "--op": collectiveOperations,
    },
    commands: {
      catalog: catalogSections(catalog),
      topology: names(catalog.instances),
      completion: Object.keys(shells),
    },
  };
}

/** Gives the command its flags and what it does. */
export function defineCompletionCommand(command: Command, catalog: Catalog): void {
  command
    .addHelpText(
      "after",
      `
Examples:
  $ source <(trnsim completion bash)
  $ trnsim completion fish > ~/.config/fish/completions/trnsim.fish`,
    )
    .action((shell: string) => {
      const make = shells[shell];
      if (make === undefined) {
        throw new ScenarioError([{ path: "completion", found: `"${shell}"`, expected: "bash, zsh or fish" }]);
      }
      process.stdout.write(make(command.parent as Command, valuesOf(catalog)));
    });
}

function flagsOf(command: Command, program: Command): string[] {
  return [...command.options, ...program.options].flatMap(({ long }) => (long ? [long] : []));
}

function bash(program: Command, values: Values): string {
  const commands = program.commands.map((command) => command.name());
  const words = Object.entries(values.commands).map(
    ([command, own]) => `    ${command}) words="${own.join(" ")}" ;;`,
  );
  const followers = Object.entries(values.flags).map(
    ([flag, own]) => `    ${flag}) COMPREPLY=($(compgen -W "${own.join(" ")}" -- "$word")); return ;;`,
  );
  const cases = program.commands.map(
    (command) => `    ${command.name()}) flags="${flagsOf(command, program).join(" ")}" ;;`,
  );
  return `_trnsim() {
  local word="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}" flags="" words=""
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W "${commands.join(" ")}" -- "$word"))
    return
  fi
  case "\${COMP_WORDS[1]}" in
${cases.join("\n")}
  esac
  case "$before" in
${followers.join("\n")}
  esac
  case "\${COMP_WORDS[1]}" in
${words.join("\n")}
  esac
  case "$word" in
    -*) COMPREPLY=($(compgen -W "$flags" -- "$word")) ;;
    *) COMPREPLY=($(compgen -W "$words" -- "$word") $(compgen -f -- "$word")) ;;
  esac
}
complete -o filenames -F _trnsim trnsim
`;
}

function zsh(program: Command, values: Values): string {
  return `autoload -U +X bashcompinit && bashcompinit\n${bash(program, values)}`;
}

function fish(program: Command, { flags, commands }: Values): string {
  const after = (command: Command) => `'__fish_seen_subcommand_from ${command.name()}'`;
  const text = (description: string) => `'${description.replaceAll("'", "\\'")}'`;
  const lines = program.commands.flatMap((command) => [
    `complete -c trnsim -n __fish_use_subcommand -a ${command.name()} -d ${text(command.description())}`,
    ...(commands[command.name()]
      ? [`complete -c trnsim -n ${after(command)} -a '${commands[command.name()]?.join(" ")}'`]
      : []),
    ...command.options.flatMap(({ long, description }) => {
      if (!long) return [];
      const values = flags[long] ? ` -x -a '${flags[long].join(" ")}'` : "";
      return [`complete -c trnsim -n ${after(command)} -l ${long.slice(2)} -d ${text(description)}${values}`];
    }),
  ]);
  return `${lines.join("\n")}\n`;
}

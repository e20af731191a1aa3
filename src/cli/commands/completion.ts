/** `trnsim completion SHELL`: a completion script made from the commands and flags as they are defined. */
import type { Command } from "commander";
import { ScenarioError } from "../../base/errors.ts";

const shells: Readonly<Record<string, (program: Command) => string>> = { bash, zsh, fish };

/** Gives the command its flags and what it does. */
export function defineCompletionCommand(command: Command): void {
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
      process.stdout.write(make(command.parent as Command));
    });
}

function flagsOf(command: Command, program: Command): string[] {
  return [...command.options, ...program.options].flatMap(({ long }) => (long ? [long] : []));
}

function bash(program: Command): string {
  const names = program.commands.map((command) => command.name());
  const cases = program.commands.map(
    (command) => `    ${command.name()}) flags="${flagsOf(command, program).join(" ")}" ;;`,
  );
  return `_trnsim() {
  local word="\${COMP_WORDS[COMP_CWORD]}" flags=""
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W "${names.join(" ")}" -- "$word"))
    return
  fi
  case "\${COMP_WORDS[1]}" in
${cases.join("\n")}
  esac
  case "$word" in
    -*) COMPREPLY=($(compgen -W "$flags" -- "$word")) ;;
    *) COMPREPLY=($(compgen -f -- "$word")) ;;
  esac
}
complete -o filenames -F _trnsim trnsim
`;
}

function zsh(program: Command): string {
  return `autoload -U +X bashcompinit && bashcompinit\n${bash(program)}`;
}

function fish(program: Command): string {
  const text = (description: string) => `'${description.replaceAll("'", "\\'")}'`;
  const lines = program.commands.flatMap((command) => [
    `complete -c trnsim -n __fish_use_subcommand -a ${command.name()} -d ${text(command.description())}`,
    ...command.options.flatMap(({ long, description }) =>
      long
        ? [
            `complete -c trnsim -n '__fish_seen_subcommand_from ${command.name()}' -l ${long.slice(2)} -d ${text(description)}`,
          ]
        : [],
    ),
  ]);
  return `${lines.join("\n")}\n`;
}

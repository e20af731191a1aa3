/**
 * Plug-ins may do more to the process than answer: leave a promise that fails, throw in a timer, keep the process alive, end it, or
 * wait for ever while they are loaded. Each is trouble of theirs, told by their files with exit code 2; without plug-ins what
 * nobody has caught is a defect of the program.
 */
import { formatProblem } from "../base/errors.ts";
import { exitCodes } from "./exit-codes.ts";

/** Files whose code was loaded into this process. */
const loaded: string[] = [];

/** Code from these files is about to run. */
export function foreignCodeLoads(files: readonly string[]): void {
  loaded.push(...files);
}

/** Tells `found` as what a plug-in did. */
function tell(found: string): void {
  const expected = "plug-ins that answer when they are asked, and leave nothing behind";
  process.stderr.write(`${formatProblem({ file: loaded.join(", "), found, expected })}\n`);
  process.exitCode = exitCodes.badInput;
}

/** Watches this process until the function that it gives is called, at the end of the command. */
export function watchProcess(): () => void {
  let isOver = false;
  const atExit = () => {
    if (isOver || loaded.length === 0) return;
    tell("an end of the process before that of the command");
  };
  const failed = (error: unknown) => {
    const { message, stack } = error instanceof Error ? error : { message: String(error), stack: "" };
    isOver = true;
    if (loaded.length > 0) tell(`a failure outside of any answer: ${message.split("\n")[0]}`);
    else {
      process.stderr.write(`The program failed, which is a defect: ${message}\n${stack}\n`);
      process.exitCode = exitCodes.defect;
    }
    process.exit();
  };
  process.on("exit", atExit).on("uncaughtException", failed);
  return () => {
    isOver = true;
    // Timers and sockets of plug-ins would keep the process; what was printed goes out first.
    if (loaded.length > 0) process.stdout.write("", () => process.stderr.write("", () => process.exit()));
  };
}

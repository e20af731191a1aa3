/**
 * Schedules as scenarios choose them, each made and checked once in a process: the order of its tasks follows from its options and
 * the pipeline's shape alone, and the points of a search ask for the same few. A plug-in of a user is made anew every time.
 */
import { type AnyPlugin, createPlugin, type PluginChoice } from "../../../base/plugin.ts";
import type { Schedule } from "./schedule.ts";
import { scheduleContract } from "./schedule-contract.ts";

const known = new WeakMap<AnyPlugin<Schedule>, Map<string, Schedule>>();

/** The schedule that `choice` names among `plugins`. */
export function chosenSchedule(plugins: readonly AnyPlugin<Schedule>[], choice: PluginChoice): Schedule {
  const make = () => createPlugin(plugins, choice, undefined, scheduleContract);
  const plugin = plugins.find(({ name }) => name === choice.kind);
  if (plugin === undefined || plugin.file !== undefined) return make();
  const byChoice = known.get(plugin) ?? new Map<string, Schedule>();
  known.set(plugin, byChoice);
  const key = JSON.stringify(choice);
  const schedule = byChoice.get(key) ?? make();
  byChoice.set(key, schedule);
  return schedule;
}

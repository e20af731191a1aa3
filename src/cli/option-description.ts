/** Flags in words, for help and manual alike. */
import { Help, type Option } from "commander";

/** What an option does; its default too, but for the empty list that repeatable options begin with. */
export function optionDescription(option: Option): string {
  const { defaultValue, description } = option;
  const isEmpty = Array.isArray(defaultValue) && defaultValue.length === 0;
  return isEmpty ? description : new Help().optionDescription(option);
}

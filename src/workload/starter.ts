/** A commented scenario to begin with, as `init` writes it. */
export interface Starter {
  text: string;
  /** What it is about, where a person is asked; not offered when absent. */
  asked?: string;
  /** By dotted path, what takes the place of what it says of its own hardware and model; undefined: nothing does. */
  elsewhere?(instance: string): Readonly<Record<string, unknown>>;
}

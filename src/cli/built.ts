/** Files that the build lays beside the program: `dist`, also where the source runs as it is, in tests. */
const folder = new URL(import.meta.url.endsWith(".ts") ? "../../dist/" : "./", import.meta.url);

/** Address of a file of the build. */
export function built(name: string): URL {
  return new URL(name, folder);
}

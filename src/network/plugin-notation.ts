/**
 * A plug-in and its options on the command line:
 *
 *     dragonfly:groups=9,routers=4     rail-optimised:nodes=8,rails=4     torus:dimensions=4x4x4     tree-of:fanout=4
 *
 * A number, a list of numbers with an x between them, or a text such as a quantity with its unit.
 */
import type { PluginChoice } from "../base/plugin.ts";

/** `text` as a choice that a plug-in's schema can judge; undefined where it is not written so. */
export function choiceOf(text: string): PluginChoice | undefined {
  const [, kind, written] = /^([^:=,\s]+)(?::(.+))?$/.exec(text.trim()) ?? [];
  if (kind === undefined) return undefined;
  const options: Record<string, unknown> = {};
  for (const part of written?.split(",") ?? []) {
    const [, key, value] = /^\s*([A-Za-z]\w*)\s*=\s*(.+?)\s*$/.exec(part) ?? [];
    if (key === undefined) return undefined;
    options[key] = readValue(value as string);
  }
  return { kind, ...options };
}

/** A choice as it is written on the command line. */
export function notationOf({ kind, ...options }: PluginChoice): string {
  const written = Object.entries(options)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${key}=${Array.isArray(value) ? value.join("x") : value}`);
  return written.length > 0 ? `${kind}:${written.join(",")}` : kind;
}

function readValue(text: string): unknown {
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text);
  if (/^\d+(x\d+)+$/.test(text)) return text.split("x").map(Number);
  if (text === "true" || text === "false") return text === "true";
  return text;
}

/**
 * Where ranks meet: a collective among the ranks of a group, a message from one rank to another. Chakra does not say which
 * node of one rank belongs to which of another; they are matched in the order of the files, as communicators match their calls:
 * the third collective of a group on one rank is the third of that group on every other, the second message with a tag from
 * one rank to another is the second that the other receives from it.
 *
 * Bytes: `comm_size` is what a rank puts in (as PyTorch records it and ASTRA-sim takes it), so an all-gather among n ranks
 * gathers n times as much. A reduction to one rank is played as the broadcast that runs the other way, a barrier as an
 * all-reduce of four bytes.
 */
import type { Problem } from "../../base/errors.ts";
import type { CollectiveOperation } from "../../network/collectives/collective-plan.ts";
import { type ChakraCollective, collectiveOf, numberOf, type Trace, type TraceNode } from "./chakra.ts";

/** A node of one rank's trace, by its place in the file. */
export interface Part {
  rank: number;
  node: number;
}

/** Nodes of several ranks that are one exchange. */
export interface Meeting {
  operation: CollectiveOperation;
  /** As the network counts them. */
  bytes: number;
  ranks: readonly number[];
  parts: Part[];
  /** In messages and tables. */
  what: string;
  /** Of one group, one at a time; messages are not held up by others. */
  group: string | undefined;
}

/** The meetings of the traces of all ranks; a receipt, which is over when its message has come, is the second part of its meeting. */
export interface Meetings {
  list: Meeting[];
  problems: Problem[];
  /** Collectives to which ranks came with different sizes: the largest counts. */
  uneven: number;
}

const operations: Readonly<Record<ChakraCollective, CollectiveOperation | undefined>> = {
  "all-reduce": "all-reduce",
  reduce: "broadcast",
  "all-gather": "all-gather",
  gather: undefined,
  scatter: undefined,
  broadcast: "broadcast",
  "all-to-all": "all-to-all",
  "reduce-scatter": "reduce-scatter",
  "reduce-scatter-block": "reduce-scatter",
  barrier: "all-reduce",
};

const barrierBytes = 4;

/** Name of the group of all ranks where none is given one of its own, as in ASTRA-sim. */
const world = "0";

/** Finds the meetings of `traces`, one a rank. `groups` go before those of the traces. */
export function meetingsOf(
  traces: readonly Trace[],
  groups: ReadonlyMap<string, readonly number[]>,
): Meetings {
  const problems: Problem[] = [];
  const all = traces.map((_, rank) => rank);
  const byKey = new Map<string, Meeting>();
  const started = new Map<string, Meeting>();
  let uneven = 0;

  traces.forEach((trace, rank) => {
    const counts = new Map<string, number>();
    const next = (key: string) => {
      const count = counts.get(key) ?? 0;
      counts.set(key, count + 1);
      return `${key} ${count}`;
    };
    const wrong = (node: TraceNode, found: string, expected: string) =>
      problems.push({ file: trace.file, found: `node ${node.id} "${node.name}": ${found}`, expected });

    const collective = (node: TraceNode, index: number): void => {
      const name = String(node.attributes.get("pg_name") ?? "");
      const own = groups.get(name) ?? trace.groups.get(name);
      const ranks = own?.length ? [...own].sort((a, b) => a - b) : all;
      if (own === undefined && name !== "" && name !== world)
        return void wrong(node, `group "${name}"`, "a group that the trace or groups.file lists");
      if (!ranks.includes(rank)) return void wrong(node, `rank ${rank}`, `a rank of group "${name}"`);
      if (ranks.some((each) => !(each in all)))
        return void wrong(node, `group "${name}" of ranks ${ranks.join(", ")}`, `ranks below ${all.length}`);
      const dimensions = node.attributes.get("involved_dim");
      if (Array.isArray(dimensions) && dimensions.includes(0))
        return void wrong(
          node,
          "some dimensions of a topology (involved_dim)",
          "a group of ranks by pg_name",
        );
      const kind = collectiveOf(node);
      const operation = kind && operations[kind];
      if (kind === undefined || operation === undefined) {
        const can = Object.entries(operations).flatMap(([each, known]) => (known ? [each] : []));
        return void wrong(
          node,
          `collective ${kind ?? node.attributes.get("comm_type")}`,
          `one of ${can.join(", ")}`,
        );
      }
      const size = kind === "barrier" ? barrierBytes : numberOf(node, "comm_size");
      const bytes = kind === "all-gather" ? size * ranks.length : size;
      const group = ranks === all ? "all ranks" : `group ${name}`;
      const key = next(`${group} ${ranks.join(",")}`);
      const meeting = byKey.get(key);
      if (meeting === undefined) {
        byKey.set(key, { operation, bytes, ranks, parts: [{ rank, node: index }], what: kind, group });
        return;
      }
      if (meeting.what !== kind) {
        const [first] = meeting.parts as [Part];
        const other = traces[first.rank]?.nodes[first.node];
        const expected = `${meeting.what}, as rank ${first.rank} has it in node ${other?.id}`;
        return void wrong(node, `${kind} among ${group}`, expected);
      }
      if (meeting.bytes !== bytes) uneven++;
      meeting.bytes = Math.max(meeting.bytes, bytes);
      meeting.parts.push({ rank, node: index });
    };

    const message = (node: TraceNode, index: number): void => {
      const isSend = node.type === "send";
      const own = isSend ? "comm_src" : "comm_dst";
      const other = isSend ? "comm_dst" : "comm_src";
      const told = node.attributes.get(own);
      if (told !== undefined && told !== rank)
        return void wrong(node, `${own} ${told} in the trace of rank ${rank}`, `${own} ${rank}`);
      const peer = node.attributes.get(other);
      if (typeof peer !== "number" || !(peer in all) || peer === rank)
        return void wrong(node, `${other} ${peer ?? "nowhere"}`, `another rank below ${all.length}`);
      const [source, target] = isSend ? [rank, peer] : [peer, rank];
      const key = next(`${source} ${target} ${numberOf(node, "comm_tag")} ${node.type}`);
      const half = key.replace(/ (send|receive)/, "");
      const meeting = started.get(half) ?? {
        operation: "point-to-point",
        bytes: 0,
        ranks: [source, target],
        parts: [],
        what: "message",
        group: undefined,
      };
      started.set(half, meeting);
      meeting.bytes = Math.max(meeting.bytes, numberOf(node, "comm_size"));
      if (isSend) meeting.parts.unshift({ rank, node: index });
      else meeting.parts.push({ rank, node: index });
    };

    trace.nodes.forEach((node, index) => {
      if (node.type === "collective") collective(node, index);
      else if (node.type === "send" || node.type === "receive") message(node, index);
    });
  });

  const list = [...byKey.values(), ...started.values()];
  if (problems.length === 0) for (const each of list) problems.push(...incomplete(each, traces));
  return { list, problems, uneven };
}

/** Ranks that do not come to a meeting. */
function incomplete({ ranks, parts, what, group }: Meeting, traces: readonly Trace[]): Problem[] {
  if (parts.length === ranks.length) return [];
  const missing = ranks.find((rank) => !parts.some((part) => part.rank === rank)) as number;
  const [first] = parts as [Part];
  const node = traces[first.rank]?.nodes[first.node];
  const where = group === undefined ? "" : ` among ${group}`;
  const found = `node ${node?.id} "${node?.name}" of rank ${first.rank}: a ${what}${where} without rank ${missing}`;
  return [
    { file: (traces[missing] as Trace).file, found, expected: `its part in the trace of rank ${missing}` },
  ];
}

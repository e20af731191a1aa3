/** Groups of ranks that meet in parts of a network, directly or through others. */

/** Those of `groups` that share parts of `size` ranks with the first, or with one that does, and so on. */
export function connectedGroups(
  groups: readonly (readonly number[])[],
  size: number,
): readonly (readonly number[])[] {
  const groupsIn = new Map<number, number[]>();
  for (const [group, ranks] of groups.entries()) {
    for (const rank of ranks) {
      const part = Math.floor(rank / size);
      const known = groupsIn.get(part);
      if (known === undefined) groupsIn.set(part, [group]);
      else if (known[known.length - 1] !== group) known.push(group);
    }
  }
  const isMet = new Uint8Array(groups.length);
  const seen = new Set<number>();
  const due = [0];
  isMet[0] = 1;
  for (let group = due.pop(); group !== undefined; group = due.pop()) {
    for (const rank of groups[group]!) {
      const part = Math.floor(rank / size);
      if (seen.has(part)) continue;
      seen.add(part);
      for (const other of groupsIn.get(part) ?? []) {
        if (isMet[other] === 0) due.push(other);
        isMet[other] = 1;
      }
    }
  }
  return groups.filter((_, group) => isMet[group] === 1);
}

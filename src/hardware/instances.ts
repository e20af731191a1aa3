/** Every instance type and UltraServer of the catalog, AWS's own chips first, then the comparators. */
import { namedList } from "../base/named-list.ts";
import type { Instance } from "./instance.ts";
import { c6iInstances } from "./instances/c6i.ts";
import { comparatorInstances } from "./instances/comparators.ts";
import { dl1Instances } from "./instances/dl1.ts";
import { g5Instances } from "./instances/g5.ts";
import { g6Instances } from "./instances/g6.ts";
import { g7eInstances } from "./instances/g7e.ts";
import { inf1Instances } from "./instances/inf1.ts";
import { inf2Instances } from "./instances/inf2.ts";
import { p3dnInstances } from "./instances/p3dn.ts";
import { p4dInstances } from "./instances/p4d.ts";
import { p5Instances } from "./instances/p5.ts";
import { p6Instances } from "./instances/p6.ts";
import { trn1Instances } from "./instances/trn1.ts";
import { trn2Instances } from "./instances/trn2.ts";
import { trn3UltraServers } from "./instances/trn3.ts";

export const instances: readonly Instance[] = namedList([
  ...inf1Instances,
  ...inf2Instances,
  ...trn1Instances,
  ...trn2Instances,
  ...trn3UltraServers,
  ...p3dnInstances,
  ...p4dInstances,
  ...p5Instances,
  ...p6Instances,
  ...g5Instances,
  ...g6Instances,
  ...g7eInstances,
  ...dl1Instances,
  ...c6iInstances,
  ...comparatorInstances,
]);

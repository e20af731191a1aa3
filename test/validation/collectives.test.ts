import { expect, test } from "vitest";
import { catalog } from "../../src/catalog.ts";
import { nccomTest } from "../../src/timing/profiles/nccom-test.ts";
import { validate } from "../../src/validation/validate.ts";

const header = "id,instance,op,ranks,nodes,size_bytes,time_us,measurement_kind";
const score = (...rows: string[]) =>
  validate([{ name: "collectives.csv", text: [header, ...rows].join("\n") }], catalog);

test("a collective timed from the host costs a launch and a share for each rank more than on the device", () => {
  const { rows } = score(
    "host,trn1.32xlarge,all_reduce,32,1,1024,100,end-to-end nccom-test",
    "device,trn1.32xlarge,all_reduce,32,1,1024,100,device",
  );
  const [host, device] = rows.map(({ predicted }) => predicted);
  const { stepOverheadNs, hostLaunchNs } = nccomTest.constants;
  expect(host! - device!).toBeCloseTo((stepOverheadNs + 32 * hostLaunchNs) / 1e3, 6);
});

test("from the host, a collective over two instances waits once more for the other", () => {
  const { rows } = score(
    "host,trn1.32xlarge,all_reduce,64,2,1048576,1328,end-to-end nccom-test",
    "device,trn1.32xlarge,all_reduce,64,2,1048576,1328,device",
  );
  const [host, device] = rows.map(({ predicted }) => predicted);
  const { stepOverheadNs, hostLaunchNs, collectiveOverheadNs } = nccomTest.constants;
  expect(host! - device!).toBeCloseTo((stepOverheadNs + 64 * hostLaunchNs + collectiveOverheadNs) / 1e3, 6);
});

test("relative effects are listed as unpredictable, not refused", () => {
  const text = "id,comparison,metric,value\ne1,A vs B,throughput,2\n";
  const { unpredicted, rows } = validate([{ name: "effects.csv", text }], catalog);
  expect(rows).toEqual([]);
  expect(unpredicted.map(({ id }) => id)).toEqual(["e1"]);
});

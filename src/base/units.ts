/**
 * Quantities written as text with a unit, and the internal units they become.
 *
 * Inside the simulator time is nanoseconds, size is bytes, bandwidth is bytes/ns (1 GB/s = 1 byte/ns), compute is
 * flops/ns (1 TFLOPS = 1,000 flops/ns), a rate is 1/ns, power is watts; all float64, never truncated. Scenario and
 * catalog files write quantities with a unit ("900 GB/s", "80 GiB", "2 us", "4/s"), because a bare number hides whether
 * GB means 10^9 or 2^30 bytes. GB = 10^9 bytes, GiB = 2^30 bytes, Gb = 10^9 bits.
 */

/** What a quantity measures; each has its own set of accepted units. */
export type QuantityKind =
  | "time"
  | "size"
  | "bandwidth"
  | "compute"
  | "rate"
  | "count"
  | "number"
  | "money"
  | "fraction"
  | "power"
  | "frequency";

const decimalPrefixes: readonly [string, number][] = [
  ["", 1],
  ["k", 1e3],
  ["K", 1e3],
  ["M", 1e6],
  ["G", 1e9],
  ["T", 1e12],
  ["P", 1e15],
  ["E", 1e18],
];
const binaryPrefixes: readonly [string, number][] = [
  ["Ki", 2 ** 10],
  ["Mi", 2 ** 20],
  ["Gi", 2 ** 30],
  ["Ti", 2 ** 40],
  ["Pi", 2 ** 50],
];

const secondNs = 1e9;

const timeUnits = new Map<string, number>([
  ["ns", 1],
  ["us", 1e3],
  ["µs", 1e3],
  ["ms", 1e6],
  ["s", secondNs],
  ["min", 60 * secondNs],
  ["h", 3600 * secondNs],
  ["d", 86_400 * secondNs],
  ["day", 86_400 * secondNs],
  ["days", 86_400 * secondNs],
  ["week", 7 * 86_400 * secondNs],
  ["weeks", 7 * 86_400 * secondNs],
]);

function prefixed(prefixes: readonly [string, number][], unit: string, scale: number): [string, number][] {
  return prefixes.map(([prefix, factor]) => [prefix + unit, factor * scale]);
}

const sizeUnits = new Map<string, number>([
  ...prefixed(decimalPrefixes, "B", 1),
  ...prefixed(binaryPrefixes, "B", 1),
  ...prefixed(decimalPrefixes, "b", 1 / 8),
]);

const countUnits = new Map<string, number>([
  ["", 1],
  ["k", 1e3],
  ["K", 1e3],
  ["M", 1e6],
  ["B", 1e9],
  ["T", 1e12],
]);

const units: Record<QuantityKind, ReadonlyMap<string, number>> = {
  time: timeUnits,
  size: sizeUnits,
  bandwidth: new Map([...sizeUnits].map(([unit, bytes]) => [`${unit}/s`, bytes / secondNs])),
  compute: new Map(
    [...prefixed(decimalPrefixes, "FLOPS", 1), ...prefixed(decimalPrefixes, "OPS", 1)].map(
      ([unit, perSecond]) => [unit, perSecond / secondNs],
    ),
  ),
  rate: new Map(
    ["s", "ms", "min", "h", "d", "day"].map((unit) => [`/${unit}`, 1 / (timeUnits.get(unit) as number)]),
  ),
  count: countUnits,
  number: countUnits,
  money: countUnits,
  fraction: new Map([
    ["", 1],
    ["%", 0.01],
  ]),
  power: new Map(prefixed(decimalPrefixes, "W", 1)),
  frequency: new Map(
    prefixed(decimalPrefixes, "Hz", 1).map(([unit, perSecond]) => [unit, perSecond / secondNs]),
  ),
};

const examples: Record<QuantityKind, string> = {
  time: '"10 min" or "2 us"',
  size: '"80 GiB" or "16 GB"',
  bandwidth: '"900 GB/s" or "100 Gb/s"',
  compute: '"667 TFLOPS"',
  rate: '"4/s"',
  count: '1024 or "2T"',
  number: '1.5 or "2k"',
  money: '12.5 or "250k"',
  fraction: '0.3 or "30%"',
  power: '"500 W"',
  frequency: '"2.4 GHz"',
};

const phrases: Record<QuantityKind, string> = {
  time: "a time with its unit",
  size: "a size with its unit",
  bandwidth: "a bandwidth with its unit",
  compute: "a compute rate with its unit",
  rate: "a rate with its unit",
  count: "a count",
  number: "a number",
  money: "an amount of US dollars",
  fraction: "a fraction",
  power: "a power with its unit",
  frequency: "a frequency with its unit",
};

/** Units as people write them elsewhere, and the accepted ones; a message suggests them. */
const otherUnits: Readonly<Record<string, string>> = {
  sec: "s",
  secs: "s",
  second: "s",
  seconds: "s",
  msec: "ms",
  minute: "min",
  minutes: "min",
  mins: "min",
  m: "min",
  hr: "h",
  hrs: "h",
  hour: "h",
  hours: "h",
  rps: "/s",
  qps: "/s",
  "req/s": "/s",
  "requests/s": "/s",
  "requests/min": "/min",
  "per second": "/s",
  "/sec": "/s",
  "/second": "/s",
  "/hour": "/h",
  gb: "GB",
  gbps: "Gb/s",
  gbit: "Gb",
  percent: "%",
  tflops: "TFLOPS",
  "tflop/s": "TFLOPS",
  pflops: "PFLOPS",
  tokens: "",
  billion: "B",
  million: "M",
  trillion: "T",
  usd: "",
};

/** What `text` would be in accepted units: `1 hour` is "1 h", `3 rps` is "3/s"; undefined where its unit says nothing. */
export function inKnownUnits(text: string, kind: QuantityKind): string | undefined {
  const [, digits, unit] = quantityPattern.exec(text.trim()) ?? [];
  if (digits === undefined || unit === undefined) return undefined;
  const other = otherUnits[unit.trim().toLowerCase()];
  if (other === undefined || !units[kind].has(other)) return undefined;
  return /^[A-Za-z]{2,}|^[a-z]$/.test(other) && kind !== "count" ? `${digits} ${other}` : `${digits}${other}`;
}

/** What to write where a quantity of this kind is due: `a time with its unit, such as "10 min" or "2 us"`. */
export function expectedQuantity(kind: QuantityKind): string {
  return `${phrases[kind]}, such as ${examples[kind]}`;
}

/** The units accepted for a kind of quantity, for error messages that suggest the nearest one. */
export function unitsOf(kind: QuantityKind): string[] {
  return [...units[kind].keys()];
}

/** Whether a quantity of this kind may be a number alone. */
export function isBare(kind: QuantityKind): boolean {
  return units[kind].has("");
}

const quantityPattern = /^([+-]?(?:\d[\d_,]*(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?)\s*(.*)$/;

/**
 * Value of a quantity in internal units: `parseQuantity("1 GB/s", "bandwidth")` is 1 byte/ns and
 * `parseQuantity("2 us", "time")` is 2,000 ns. Returns undefined when the text is no such quantity. A bare number is
 * accepted only where nothing but a number can be meant: for counts, numbers, dollars and fractions.
 */
export function parseQuantity(value: unknown, kind: QuantityKind): number | undefined {
  if (typeof value === "number") {
    return isBare(kind) && Number.isFinite(value) ? value : undefined;
  }
  if (typeof value !== "string") return undefined;
  const [, digits, unit] = quantityPattern.exec(value.trim()) ?? [];
  if (digits === undefined || unit === undefined) return undefined;
  const scale = units[kind].get(unit.trim());
  const number = Number(digits.replace(/[_,]/g, ""));
  return scale === undefined || !Number.isFinite(number) ? undefined : number * scale;
}

/**
 * The shortest text that `parseQuantity` reads as exactly `value`, in the largest unit among equally short ones: 3,350 bytes/ns
 * are "3.35 TB/s". Sizes are told in bytes and compute rates in FLOPS, one or more of the unit. Rates, whose units no internal
 * one equals, may be off in the last digit.
 */
export function exactQuantity(value: number, kind: QuantityKind): string | number {
  if (isBare(kind)) return value;
  let best: { text: string; scale: number } | undefined;
  for (const [unit, scale] of units[kind]) {
    const isPart = best !== undefined && value !== 0 && Math.abs(value) < scale;
    if (isPart || /^[A-Za-z]?OPS$|b(\/s)?$/.test(unit)) continue;
    const text = `${exactDigits(value, scale)} ${unit}`;
    const isShorter = best === undefined || text.length < best.text.length;
    const isLarger = text.length === best?.text.length && scale > best.scale;
    if ((isShorter || isLarger) && (parseQuantity(text, kind) === value || best === undefined))
      best = { text, scale };
  }
  return best?.text ?? value;
}

/** The fewest digits which times `scale` are `value`; as many as there are where none do. */
function exactDigits(value: number, scale: number): string {
  for (let digits = 1; digits < 17; digits++) {
    const number = Number((value / scale).toPrecision(digits));
    if (number * scale === value) return String(number);
  }
  return String(value / scale);
}

/** A pattern that every text of a quantity of `kind` matches: a number, then one of its units. */
export function quantityPatternOf(kind: QuantityKind): string {
  const names = [...units[kind].keys()].map((unit) => unit.replace(/[\^$.*+?()[\]{}|/]/g, "\\$&"));
  return `^\\s*[+-]?(\\d[\\d_,]*(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d+)?\\s*(${names.join("|")})\\s*$`;
}

/** The kind of quantity whose texts `pattern` matches, where it is one of `quantityPatternOf`. */
export function quantityKindOf(pattern: string): QuantityKind | undefined {
  return quantityKinds.find((kind) => quantityPatternOf(kind) === pattern);
}

/** Every kind of quantity. */
export const quantityKinds = Object.keys(units) as QuantityKind[];

/** The unit part of a quantity text, or undefined when the text does not start with a number. */
export function unitText(value: string): string | undefined {
  return quantityPattern.exec(value.trim())?.[2]?.trim();
}

/** A number with about `digits` significant digits and thousands separators: 12345.6 is "12,346", 0.01234 is "0.0123". */
export function significant(value: number, digits = 3): string {
  if (!Number.isFinite(value)) return String(value);
  if (value === 0) return "0";
  const decimals = Math.max(0, digits - 1 - Math.floor(Math.log10(Math.abs(value))));
  if (Math.abs(value) >= 2 ** 53) return value.toLocaleString("en-US");
  // The language's number formats, which say the same, take as long to load as all chips of the catalog.
  const [whole = "", fraction = ""] = value.toFixed(Math.min(decimals, 12)).split(".");
  const shown = fraction.replace(/0+$/, "");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return shown === "" ? grouped : `${grouped}.${shown}`;
}

interface Step {
  from: number;
  per: number;
  unit: string;
}

const timeSteps: readonly Step[] = [
  { from: 3 * 86_400 * secondNs, per: 86_400 * secondNs, unit: "d" },
  { from: 2 * 3600 * secondNs, per: 3600 * secondNs, unit: "h" },
  { from: 120 * secondNs, per: 60 * secondNs, unit: "min" },
  { from: secondNs, per: secondNs, unit: "s" },
  { from: 1e6, per: 1e6, unit: "ms" },
  { from: 1e3, per: 1e3, unit: "us" },
  { from: 0, per: 1, unit: "ns" },
];

const sizeSteps: readonly Step[] = [
  { from: 2 ** 40, per: 2 ** 40, unit: "TiB" },
  { from: 2 ** 30, per: 2 ** 30, unit: "GiB" },
  { from: 2 ** 20, per: 2 ** 20, unit: "MiB" },
  { from: 2 ** 10, per: 2 ** 10, unit: "KiB" },
  { from: 0, per: 1, unit: "B" },
];

const countSteps: readonly Step[] = [
  { from: 1e12, per: 1e12, unit: "T" },
  { from: 1e9, per: 1e9, unit: "B" },
  { from: 1e6, per: 1e6, unit: "M" },
  { from: 1e4, per: 1e3, unit: "k" },
  { from: 0, per: 1, unit: "" },
];

/** `value` in the largest of `steps` that it reaches, or rounds to: 999.9999e9 is "1 T", not "1,000 B". */
function scaled(value: number, steps: readonly Step[], digits: number): string {
  const reached = steps.findIndex(({ from }) => Math.abs(value) >= from);
  const { per } = steps[reached] as Step;
  const shown = Math.abs(Number((value / per).toPrecision(digits))) * per;
  const step = steps.find(({ from }) => shown >= from) as Step;
  return `${significant(value / step.per, digits)} ${step.unit}`.trimEnd();
}

/** A time for people: 1,500 ns is "1.5 us", 7.2e12 ns is "2 h". */
export function formatTime(ns: number, digits = 3): string {
  return Number.isFinite(ns) ? scaled(ns, timeSteps, digits) : String(ns);
}

/** A size for people in binary units: 2^34 bytes is "16 GiB". */
export function formatBytes(bytes: number, digits = 3): string {
  return Number.isFinite(bytes) ? scaled(bytes, sizeSteps, digits) : String(bytes);
}

/** A bandwidth for people in decimal units: 410 bytes/ns is "410 GB/s". */
export function formatBandwidth(bytesPerNs: number): string {
  return bytesPerNs >= 1e3 ? `${significant(bytesPerNs / 1e3)} TB/s` : `${significant(bytesPerNs)} GB/s`;
}

/** A compute rate for people: 667,000 flops/ns is "667 TFLOPS". */
export function formatCompute(flopsPerNs: number): string {
  return flopsPerNs >= 1e6
    ? `${significant(flopsPerNs / 1e6)} PFLOPS`
    : `${significant(flopsPerNs / 1e3)} TFLOPS`;
}

/** A count for people: 2e12 is "2 T", 512 is "512". */
export function formatCount(count: number, digits = 3): string {
  return Number.isFinite(count) ? scaled(count, countSteps, digits) : String(count);
}

/** Dollars for people: cents up to $100, whole dollars above, three digits below a dollar. */
export function formatUsd(usd: number): string {
  if (usd >= 100) return `$${significant(usd, Math.ceil(Math.log10(usd)))}`;
  if (usd >= 1) return `$${usd.toFixed(2)}`;
  return `$${significant(usd, 3).replace(/^0\.\d$/, "$&0")}`;
}

/**
 * How the form pays: a listed option for all hardware, or what the first hardware costs its reader: a rate of one's own, or
 * instances that are bought. An API's price for the same tokens stands beside any of them.
 */

/** A field of the form that asks for dollars or years; `way` is the choice under which it is asked. */
export interface MoneyField {
  name: string;
  label: string;
  way: "rate" | "owned" | null;
}

export const moneyFields: readonly MoneyField[] = [
  { name: "usdPerHour", label: "$ an hour of an instance", way: "rate" },
  { name: "price", label: "$ of an instance", way: "owned" },
  { name: "years", label: "Years of use", way: "owned" },
  { name: "usdPerKwh", label: "$ per kWh", way: "owned" },
  { name: "people", label: "$ of people a year, of an instance", way: "owned" },
  { name: "apiInput", label: "An API: $ per million tokens in", way: null },
  { name: "apiOutput", label: "An API: $ per million tokens out", way: null },
];

/** `pricing` of a scenario for the first hardware, or for one beside it; undefined where it is left to the scenario. */
export function pricingOf(fields: URLSearchParams, isFirst: boolean): string | object | undefined {
  const number = (name: string) => Number(fields.get(name) || Number.NaN);
  const way = fields.get("pricing") ?? "";
  const isOwn = way === "rate" || way === "owned";
  const people = fields.get("people") ? { peopleUsdPerYear: number("people") } : {};
  const bought = {
    price: number("price"),
    years: number("years"),
    usdPerKwh: number("usdPerKwh"),
    ...people,
  };
  const own = way === "rate" ? { usdPerHour: number("usdPerHour") } : { owned: bought };
  const option = isOwn || way === "" ? "auto" : way;
  const asksApi = fields.get("apiInput") || fields.get("apiOutput");
  const api = { inputUsdPerMillion: number("apiInput"), outputUsdPerMillion: number("apiOutput") };
  if (isOwn && isFirst) return asksApi ? { ...own, api } : own;
  if (asksApi) return { option, api };
  return option === "auto" ? undefined : option;
}

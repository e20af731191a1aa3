/** One arrival every 1/rate, exactly. */
import { rate } from "../../../../base/quantity.ts";
import { defineArrivals, openLoop } from "./arrival-process.ts";

export const constant = defineArrivals({
  name: "constant",
  help: "one request every 1/rate, exactly",
  options: { rate: rate({ positive: true }).meta({ description: "Requests a time, at equal distances." }) },
  create: (options) => openLoop(() => 1 / options.rate),
});

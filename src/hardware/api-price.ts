/** What somebody else asks for the same tokens: an API's price, to hold one's own bill against. It is nowhere in the catalog. */
import { z } from "zod";
import { money } from "../base/quantity.ts";

/** USD per million tokens read and written. */
export const apiPriceSchema = z.strictObject({
  inputUsdPerMillion: money().meta({ description: "USD per million input tokens." }),
  outputUsdPerMillion: money().meta({ description: "USD per million output tokens." }),
});

export type ApiPrice = z.output<typeof apiPriceSchema>;

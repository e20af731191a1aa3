/** What somebody else asks for the same tokens: an API's price, to hold one's own bill against. It is nowhere in the catalog. */
import { z } from "zod";
import { amount } from "../base/quantity.ts";

/** USD per million tokens read and written. */
export const apiPriceSchema = z.strictObject({
  inputUsdPerMillion: amount().meta({ description: "USD per million input tokens." }),
  outputUsdPerMillion: amount().meta({ description: "USD per million output tokens." }),
});

export type ApiPrice = z.output<typeof apiPriceSchema>;

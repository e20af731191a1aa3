/** Failure models, by name. */
import type { AnyPlugin } from "../../base/plugin.ts";
import type { FailureModel } from "./failure-model.ts";
import { llama3H100 } from "./failures/llama3-h100.ts";
import { opt175b } from "./failures/opt-175b.ts";
import { rsc } from "./failures/rsc.ts";
import { trainium } from "./failures/trainium.ts";

/** All of them. */
export const failures: readonly AnyPlugin<FailureModel>[] = [llama3H100, trainium, rsc, opt175b];

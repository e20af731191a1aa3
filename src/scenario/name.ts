/** Names that become folders of results: none of them leads out of the folder that it is put in. */
import { z } from "zod";

/** Longest name: with the ending of a file that is being written it stays below what file systems take, 255 bytes. */
const lengthMost = 200;

/** A name such as `llama-70b_v1.1`; no slashes, and not `.` or `..`. */
export const nameSchema = z
  .string({ error: "a name" })
  .regex(/^(?!\.+$)[\w.+-]+$/, { error: "a name of letters, digits, '.', '-', '_', '+', not of dots alone" })
  .max(lengthMost, { error: `a name of at most ${lengthMost} characters` });

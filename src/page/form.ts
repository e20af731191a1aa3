/** The form of the page as text and back: its fields by name. */
/// <reference lib="dom" />

import { askedOf } from "./question.ts";

type Field = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

/** What the form asks. */
export function textOf(form: HTMLFormElement): string {
  const fields = [...new FormData(form)].map(([name, value]) => [name, String(value)]);
  return askedOf(new URLSearchParams(fields).toString());
}

/** Fills the form in; gives what it has no place for: names of fields or choices that are not there. */
export function fillIn(form: HTMLFormElement, text: string): string[] {
  const asked = new URLSearchParams(text);
  const strange: string[] = [];
  for (const name of new Set(asked.keys())) {
    const values = asked.getAll(name);
    const fields = [...form.elements].filter((each): each is Field => (each as Field).name === name);
    for (const [index, field] of fields.entries()) put(field, values[index] ?? "", strange);
    for (const value of values.slice(fields.length)) strange.push(`${name} ${value}`);
  }
  return strange;
}

/** Puts `value` into `field`; what the field cannot hold is noted, and the field keeps what it had. */
function put(field: Field, value: string, strange: string[]): void {
  if (field.type === "checkbox") {
    (field as HTMLInputElement).checked = value !== "";
    return;
  }
  const before = field.value;
  field.value = value;
  if (field.value === value) return;
  field.value = before;
  strange.push(`${field.name} ${value}`);
}

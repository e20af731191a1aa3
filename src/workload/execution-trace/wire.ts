/**
 * The wire format of Protocol Buffers, as far as reading goes: a message is a row of fields, each a number and a value of one
 * of four forms. Schemas are the caller's. Small enough to read here, and every fault names the byte at which it stands.
 *
 *     field = varint(number << 3 | form), then: 0 varint, 1 eight bytes, 2 a length and so many bytes, 5 four bytes
 *
 * Source: Protocol Buffers documentation, "Encoding".
 */

/** Bytes that are no message: what stands where. */
export class WireError extends Error {
  readonly at: number;

  constructor(at: number, found: string) {
    super(found);
    this.at = at;
  }
}

/** A part of a file, `end` exclusive. */
export interface Span {
  start: number;
  end: number;
}

/** One field of a message. `value` is the unsigned integer of forms 0, 1 and 5; `span` what form 2 holds. */
export interface Field {
  number: number;
  form: number;
  /** The eight bytes as an unsigned integer; beyond 2^53 not exact. */
  value: number;
  /** The same as a two's complement of 64 bits. */
  signed: number;
  span: Span;
}

const high = 2 ** 32;
const empty: Span = { start: 0, end: 0 };
const varintMost = 10;

/** Reads the bytes of one file. */
export class WireReader {
  readonly bytes: Uint8Array;
  readonly #view: DataView;
  #at = 0;
  #low = 0;
  #high = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** Messages one after the other, each behind its length as a varint: how streams of messages are kept in files. */
  *messages(): Generator<Span> {
    for (let at = 0; at < this.bytes.length; ) {
      this.#at = at;
      const span = this.#lengthed(this.bytes.length);
      at = span.end;
      yield span;
    }
  }

  /** The fields of the message in `span`, in their order. */
  *fields({ start, end }: Span): Generator<Field> {
    for (let at = start; at < end; at = this.#at) {
      this.#at = at;
      const field = this.#field(end);
      const next = this.#at;
      yield field;
      this.#at = next;
    }
  }

  /** The varints that a packed list holds. */
  *varints({ start, end }: Span): Generator<number> {
    for (let at = start; at < end; at = this.#at) {
      this.#at = at;
      this.#varint(end);
      const next = this.#at;
      yield this.#value();
      this.#at = next;
    }
  }

  /** The text in `span`. */
  text({ start, end }: Span): string {
    return new TextDecoder().decode(this.bytes.subarray(start, end));
  }

  /** The number of eight bytes, or of four, that a field of form 1 or 5 holds before `end`. */
  float(field: Field): number {
    const { start } = field.span;
    return field.form === 1 ? this.#view.getFloat64(start, true) : this.#view.getFloat32(start, true);
  }

  #field(end: number): Field {
    const at = this.#at;
    this.#varint(end);
    const tag = this.#value();
    const form = tag % 8;
    const field = { number: (tag - form) / 8, form, value: 0, signed: 0, span: empty };
    if (field.number === 0) throw new WireError(at, "a field without a number");
    if (form === 0) this.#varint(end);
    else if (form === 2) return { ...field, span: this.#lengthed(end) };
    else if (form === 1 || form === 5) field.span = this.#fixed(form === 1 ? 8 : 4, end);
    else throw new WireError(at, `a field of form ${form}`);
    return { ...field, value: this.#value(), signed: this.#signed(form === 5) };
  }

  #lengthed(end: number): Span {
    const at = this.#at;
    this.#varint(end);
    const length = this.#value();
    const start = this.#at;
    if (start + length > end) throw new WireError(at, `${length} bytes announced, ${end - start} left`);
    this.#at = start + length;
    return { start, end: this.#at };
  }

  #fixed(size: 4 | 8, end: number): Span {
    const start = this.#at;
    if (start + size > end) throw new WireError(start, `a number of ${size} bytes, ${end - start} left`);
    this.#low = this.#view.getUint32(start, true);
    this.#high = size === 8 ? this.#view.getUint32(start + 4, true) : 0;
    this.#at = start + size;
    return { start, end: this.#at };
  }

  #varint(end: number): void {
    const start = this.#at;
    this.#low = 0;
    this.#high = 0;
    for (let index = 0; index < varintMost; index++) {
      if (start + index >= end) throw new WireError(start, "a number that the end of its message cuts off");
      const byte = this.bytes[start + index] as number;
      const part = byte & 127;
      const shift = 7 * index;
      if (shift < 32) this.#low = (this.#low | (part << shift)) >>> 0;
      // The fifth group of seven bits lies across both halves.
      if (shift > 25)
        this.#high = (this.#high | (shift < 32 ? part >>> (32 - shift) : part << (shift - 32))) >>> 0;
      if (byte < 128) {
        this.#at = start + index + 1;
        return;
      }
    }
    throw new WireError(start, `a number of more than ${varintMost} bytes`);
  }

  #value(): number {
    return this.#high * high + this.#low;
  }

  #signed(isShort: boolean): number {
    if (isShort) return this.#low | 0;
    return this.#high >>> 31 === 0 ? this.#value() : -((~this.#high >>> 0) * high + (~this.#low >>> 0) + 1);
  }
}

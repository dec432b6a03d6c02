/** Protocol buffers, the part that writing ONNX takes: fields as bytes, in the order they are put. */

/** A message under construction: its fields one after another. */
export type Field = Uint8Array

const VARINT = 0
const LENGTH = 2
const FIXED32 = 5

/** Seven bits a byte, least first; negative numbers as the 64-bit two's complement. */
function varint(value: number | bigint): number[] {
  let rest = BigInt.asUintN(64, BigInt(value))
  const bytes: number[] = []
  while (rest > 0x7fn) {
    bytes.push(Number(rest & 0x7fn) | 0x80)
    rest >>= 7n
  }
  return [...bytes, Number(rest)]
}

const tag = (field: number, wire: number): number[] => varint(field * 8 + wire)

export const integer = (field: number, value: number): Field => Uint8Array.from([...tag(field, VARINT), ...varint(value)])

export function float(field: number, value: number): Field {
  const bytes = new Uint8Array(4)
  new DataView(bytes.buffer).setFloat32(0, value, true)
  return joined([Uint8Array.from(tag(field, FIXED32)), bytes])
}

export const bytes = (field: number, value: Uint8Array): Field => joined([Uint8Array.from([...tag(field, LENGTH), ...varint(value.length)]), value])

export const text = (field: number, value: string): Field => bytes(field, new TextEncoder().encode(value))

export const message = (field: number, fields: readonly Field[]): Field => bytes(field, joined(fields))

export function joined(fields: readonly Field[]): Uint8Array {
  const out = new Uint8Array(fields.reduce((n, f) => n + f.length, 0))
  let at = 0
  for (const field of fields) {
    out.set(field, at)
    at += field.length
  }
  return out
}

/** Reads as much of an ONNX model as tests look at. */

/** Fields of a protocol buffer, by number and in order; numbers are given as they are, the rest as bytes. */
function* fields(bytes: Uint8Array): Generator<readonly [number, Uint8Array | bigint]> {
  let at = 0
  const varint = (): bigint => {
    let value = 0n
    for (let shift = 0n; ; shift += 7n) {
      const byte = bytes[at++]!
      value |= BigInt(byte & 0x7f) << shift
      if (byte < 0x80) return value
    }
  }
  while (at < bytes.length) {
    const tag = Number(varint())
    const size = (tag & 7) === 0 ? null : (tag & 7) === 5 ? 4 : Number(varint())
    if (size === null) yield [tag >> 3, varint()]
    else {
      yield [tag >> 3, bytes.subarray(at, at + size)]
      at += size
    }
  }
}

const all = (bytes: Uint8Array, field: number): Uint8Array[] => [...fields(bytes)].flatMap(([number, value]) => (number === field && typeof value !== 'bigint' ? [value] : []))

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes)

/** The operators of a model's graph in their order. */
export const operators = (model: Uint8Array): readonly string[] => all(all(model, 7)[0]!, 1).map((node) => text(all(node, 4)[0]!))

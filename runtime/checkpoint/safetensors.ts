/**
 * safetensors: the length of a JSON header (64 bits, little-endian), the header, then the numbers of all tensors one
 * after another, little-endian. (Format: huggingface.co/docs/safetensors.) Other tools open these files too.
 */
import { FileError } from './error.ts'

export type TensorData = Float32Array | Int32Array | Uint8Array
export interface Tensor {
  readonly shape: readonly number[]
  readonly data: TensorData
}

export interface TensorFile {
  readonly tensors: Readonly<Record<string, Tensor>>
  /** Free text by name: position, seed, hashes. */
  readonly metadata: Readonly<Record<string, string>>
}

const BYTES = { F32: 4, I32: 4, U8: 1 } as const
type Dtype = keyof typeof BYTES

const dtypeOf = (data: TensorData): Dtype => (data instanceof Float32Array ? 'F32' : data instanceof Int32Array ? 'I32' : 'U8')
const sizeOf = (shape: readonly number[]): number => shape.reduce((product, size) => product * size, 1)
const littleEndian = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1

/** The bytes of a file. The same tensors in the same order give the same bytes. Throws a RangeError when a shape does not fit its data. */
export function encodeSafetensors({ tensors, metadata }: TensorFile): Uint8Array {
  if (!littleEndian) throw new Error('safetensors are written on little-endian machines only')
  const header: Record<string, unknown> = { __metadata__: metadata }
  let offset = 0
  for (const [name, { shape, data }] of Object.entries(tensors)) {
    if (name === '__metadata__') throw new RangeError('a tensor cannot be called __metadata__')
    if (sizeOf(shape) !== data.length) throw new RangeError(`${name}: ${data.length} numbers do not fill shape [${shape.join(', ')}]`)
    header[name] = { dtype: dtypeOf(data), shape, data_offsets: [offset, offset + data.byteLength] }
    offset += data.byteLength
  }
  const text = JSON.stringify(header)
  const json = new TextEncoder().encode(text)
  // Padded with spaces, so that the numbers begin at a multiple of 8.
  const length = Math.ceil(json.length / 8) * 8
  const out = new Uint8Array(8 + length + offset).fill(0x20, 8, 8 + length)
  new DataView(out.buffer).setUint32(0, length, true)
  out.set(json, 8)
  let at = 8 + length
  for (const { data } of Object.values(tensors)) {
    out.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), at)
    at += data.byteLength
  }
  return out
}

/** Reads a file's bytes. Throws a FileError naming `file` when they are cut short, damaged or of another format. */
export function decodeSafetensors(bytes: Uint8Array, file: string): TensorFile {
  const bad = (what: string): FileError =>
    new FileError(`${file} is not a whole safetensors file: ${what}`, file)
  if (bytes.length < 8) throw bad(bytes.length === 0 ? 'it is empty' : `it has ${bytes.length} bytes`)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const length = view.getUint32(0, true) + view.getUint32(4, true) * 2 ** 32
  if (length > bytes.length - 8) throw bad(`it has ${bytes.length} bytes and a header of ${length}`)
  let header: unknown
  try {
    header = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(8, 8 + length)))
  } catch {
    throw bad('its header is not JSON')
  }
  if (!isRecord(header)) throw bad('its header is not an object')
  const start = 8 + length
  const metadata: Record<string, string> = {}
  const tensors: Record<string, Tensor> = {}
  let end = 0
  for (const [name, entry] of Object.entries(header)) {
    if (name === '__metadata__') {
      if (!isRecord(entry)) throw bad('its metadata are not an object')
      for (const [key, value] of Object.entries(entry)) metadata[key] = String(value)
      continue
    }
    const tensor = readEntry(entry)
    if (tensor === null) throw bad(`its entry for ${name} is not understood`)
    const [from, to] = tensor.offsets
    if (to - from !== sizeOf(tensor.shape) * BYTES[tensor.dtype])
      throw bad(`${name} has ${to - from} bytes for shape [${tensor.shape.join(', ')}]`)
    if (start + to > bytes.length) throw bad(`${name} ends at byte ${start + to}, the file at ${bytes.length}`)
    end = Math.max(end, to)
    // A copy, because the numbers must be aligned and must not keep the whole file alive (Node's Buffer.slice makes none).
    const raw = new Uint8Array(bytes.subarray(start + from, start + to))
    const data = tensor.dtype === 'F32' ? new Float32Array(raw.buffer) : tensor.dtype === 'I32' ? new Int32Array(raw.buffer) : raw
    Object.defineProperty(tensors, name, { value: { shape: tensor.shape, data }, enumerable: true })
  }
  if (start + end !== bytes.length) throw bad(`${bytes.length - start - end} bytes belong to no tensor`)
  return { tensors, metadata }
}

function readEntry(
  entry: unknown,
): { readonly dtype: Dtype; readonly shape: readonly number[]; readonly offsets: readonly [number, number] } | null {
  if (!isRecord(entry)) return null
  const { dtype, shape, data_offsets: offsets } = entry
  if (dtype !== 'F32' && dtype !== 'I32' && dtype !== 'U8') return null
  if (!isSizes(shape) || !isSizes(offsets) || offsets.length !== 2 || offsets[1]! < offsets[0]!) return null
  return { dtype, shape, offsets: [offsets[0]!, offsets[1]!] }
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)
const isSizes = (value: unknown): value is readonly number[] =>
  Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size >= 0)

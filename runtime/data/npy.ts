/** NumPy's `.npy`: a magic string, a version, a Python dictionary as text, then the numbers. (NEP 1.) */
import { DataError } from './error.ts'
import { arrayColumn, sizeOfShape, type Column } from './table.ts'

interface Header {
  readonly descr: string
  readonly fortran: boolean
  readonly shape: readonly number[]
  readonly start: number
}
type Read = (view: DataView, at: number, little: boolean) => number

/** By NumPy's type code without its byte order. 64-bit integers are read exactly up to 2⁵³. */
const TYPES: Readonly<Record<string, { readonly bytes: number; readonly whole: boolean; readonly read: Read }>> = {
  b1: { bytes: 1, whole: true, read: (view, at) => view.getUint8(at) },
  u1: { bytes: 1, whole: true, read: (view, at) => view.getUint8(at) },
  i1: { bytes: 1, whole: true, read: (view, at) => view.getInt8(at) },
  u2: { bytes: 2, whole: true, read: (view, at, little) => view.getUint16(at, little) },
  i2: { bytes: 2, whole: true, read: (view, at, little) => view.getInt16(at, little) },
  u4: { bytes: 4, whole: true, read: (view, at, little) => view.getUint32(at, little) },
  i4: { bytes: 4, whole: true, read: (view, at, little) => view.getInt32(at, little) },
  u8: { bytes: 8, whole: true, read: (view, at, little) => Number(view.getBigUint64(at, little)) },
  i8: { bytes: 8, whole: true, read: (view, at, little) => Number(view.getBigInt64(at, little)) },
  f2: { bytes: 2, whole: false, read: (view, at, little) => half(view.getUint16(at, little)) },
  f4: { bytes: 4, whole: false, read: (view, at, little) => view.getFloat32(at, little) },
  f8: { bytes: 8, whole: false, read: (view, at, little) => view.getFloat64(at, little) },
}

/** The first axis counts rows. uint8 with more axes is bytes; one axis of integers is labels; all else numbers. */
export function parseNpy(bytes: Uint8Array, file: string): Column {
  if (bytes.length === 0) throw new DataError(`${file} is empty`, { file })
  const header = parseHeader(bytes, file)
  const code = header.descr.slice(1)
  const type = TYPES[code]
  if (type === undefined) {
    throw new DataError(`${file} holds numbers of type ${header.descr}, which are not read`, {
      file,
      hint: 'save it with .astype("float32"), "uint8" or "int64"',
    })
  }
  if (header.fortran && header.shape.length > 1) {
    throw new DataError(`${file} is stored column by column (Fortran order)`, { file, hint: 'save numpy.ascontiguousarray(x)' })
  }
  if (header.shape.length === 0)
    throw new DataError(`${file} is a single number without rows`, { file, hint: 'the first axis counts rows' })
  const count = sizeOfShape(header.shape)
  const expected = header.start + count * type.bytes
  if (bytes.length !== expected) {
    throw new DataError(
      `${file} has ${bytes.length} bytes, but its header says ${header.shape.join('×')} numbers of ${code}, which is ${expected}`,
      {
        file,
        hint: bytes.length < expected ? 'it is cut short: save or copy it again' : 'the header and the contents do not belong together',
      },
    )
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const little = header.descr[0] !== '>'
  const shape = header.shape.slice(1)
  const data =
    code === 'u1'
      ? bytes.subarray(header.start)
      : Float32Array.from({ length: count }, (_, i) => type.read(view, header.start + i * type.bytes, little))
  const kind = shape.length === 0 && type.whole ? 'label' : code === 'u1' ? 'bytes' : 'float'
  return arrayColumn({ kind, shape, data, file })
}

function parseHeader(bytes: Uint8Array, file: string): Header {
  const hint = 'write it with numpy.save'
  const magic = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59]
  if (bytes.length < 10 || magic.some((byte, i) => bytes[i] !== byte)) throw new DataError(`${file} is not a NumPy file`, { file, hint })
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const wide = bytes[6]! >= 2
  if (wide && bytes.length < 12) throw new DataError(`${file} ends within its header`, { file, hint })
  const from = wide ? 12 : 10
  const start = from + (wide ? view.getUint32(8, true) : view.getUint16(8, true))
  if (start > bytes.length) throw new DataError(`${file} ends within its header`, { file, hint: 'it is cut short: save or copy it again' })
  const text = new TextDecoder().decode(bytes.subarray(from, start))
  const descr = /'descr':\s*'([^']*)'/.exec(text)?.[1]
  const order = /'fortran_order':\s*(True|False)/.exec(text)?.[1]
  const shape = /'shape':\s*\(([\d,\s]*)\)/.exec(text)?.[1]
  if (descr === undefined || order === undefined || shape === undefined) {
    throw new DataError(`${file} does not hold plain numbers`, {
      file,
      hint: 'records and Python objects are not read: save one array of numbers a file, or an .npz',
    })
  }
  return {
    descr,
    fortran: order === 'True',
    shape: shape
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== '')
      .map(Number),
    start,
  }
}

/** IEEE 754 half precision. */
function half(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1
  const exponent = (bits >> 10) & 0x1f
  const fraction = bits & 0x3ff
  if (exponent === 0) return sign * fraction * 2 ** -24
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15)
}

/**
 * IDX, the format of the MNIST files: 0, 0, a type byte, the number of axes, each axis as a big-endian 32-bit
 * integer, then the numbers. The first axis counts rows. (Described on Yann LeCun's MNIST page.)
 */
import { DataError } from './error.ts'
import { arrayColumn, sizeOfShape, type Column, type Table } from './table.ts'

const TYPES: Readonly<Record<number, { readonly bytes: number; readonly name: string; read(view: DataView, at: number): number }>> = {
  0x08: { bytes: 1, name: 'uint8', read: (view, at) => view.getUint8(at) },
  0x09: { bytes: 1, name: 'int8', read: (view, at) => view.getInt8(at) },
  0x0b: { bytes: 2, name: 'int16', read: (view, at) => view.getInt16(at) },
  0x0c: { bytes: 4, name: 'int32', read: (view, at) => view.getInt32(at) },
  0x0d: { bytes: 4, name: 'float32', read: (view, at) => view.getFloat32(at) },
  0x0e: { bytes: 8, name: 'float64', read: (view, at) => view.getFloat64(at) },
}

/** One IDX file (already gunzipped) as a column. One axis of integers is labels; bytes with more axes are pictures. */
export function parseIdx(bytes: Uint8Array, file: string): Column {
  if (bytes.length === 0) throw new DataError(`${file} is empty`, { file })
  const hint = 'an IDX file begins with the bytes 00 00 08 03 (pictures) or 00 00 08 01 (labels), after gunzip'
  const magic = [...bytes.subarray(0, 4)].map((byte) => byte.toString(16).padStart(2, '0')).join(' ')
  const type = TYPES[bytes[2] ?? 0]
  const axes = bytes[3] ?? 0
  if (bytes.length < 8 || bytes[0] !== 0 || bytes[1] !== 0 || type === undefined || axes === 0 || axes > 8) {
    throw new DataError(`${file} is not an IDX file: it begins with ${magic}${looksLike(bytes)}`, { file, hint })
  }
  const start = 4 + 4 * axes
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (bytes.length < start)
    throw new DataError(`${file} ends within its header: ${bytes.length} bytes of ${start}`, { file, hint: 'copy or download it again' })
  const sizes = Array.from({ length: axes }, (_, axis) => view.getUint32(4 + 4 * axis))
  const count = sizeOfShape(sizes)
  const expected = start + count * type.bytes
  if (bytes.length !== expected) {
    throw new DataError(
      `${file} has ${bytes.length.toLocaleString('en-US')} bytes, but its header says ${sizes.join('×')} numbers of ${type.name}, which is ${expected.toLocaleString('en-US')}`,
      {
        file,
        hint: bytes.length < expected ? 'it is cut short: copy or download it again' : 'the header and the contents do not belong together',
      },
    )
  }
  const shape = sizes.slice(1)
  const data =
    type.bytes === 1 && bytes[2] === 0x08
      ? bytes.subarray(start)
      : Float32Array.from({ length: count }, (_, i) => type.read(view, start + i * type.bytes))
  const whole = bytes[2] !== 0x0d && bytes[2] !== 0x0e
  const kind = shape.length === 0 && whole ? 'label' : bytes[2] === 0x08 ? 'bytes' : 'float'
  return arrayColumn({ kind, shape, data, file })
}

/** Which file of a folder is what, by the usual names: `train-images-idx3-ubyte`, `t10k-labels.idx1-ubyte.gz`. */
export interface IdxName {
  readonly split: 'train' | 'test'
  readonly field: string
}

export function parseIdxName(file: string): IdxName | null {
  const match = /^(?:.*[-_])?(train|t10k|test)[-_](images|labels)[-_.]idx\d[-_.]ubyte(?:\.gz)?$/i.exec(file)
  return match === null ? null : { split: match[1]!.toLowerCase() === 'train' ? 'train' : 'test', field: match[2]!.toLowerCase() }
}

/** Columns of one split as a table. Throws when there are no rows, or their numbers disagree. */
export function tableOf(columns: Readonly<Record<string, Column>>): Table {
  const [first, ...others] = Object.values(columns)
  if (first === undefined) throw new DataError('a table needs at least one column')
  if (first.rows === 0) throw new DataError(`${first.file ?? 'the data'} has no rows`, first.file === null ? {} : { file: first.file })
  for (const other of others) {
    if (other.rows === first.rows) continue
    const [fewer, more] = other.rows < first.rows ? [other, first] : [first, other]
    throw new DataError(
      `${first.file ?? 'one column'} has ${first.rows.toLocaleString('en-US')} rows and ${other.file ?? 'another'} ${other.rows.toLocaleString('en-US')}`,
      {
        ...(fewer.file === null ? {} : { file: fewer.file }),
        row: fewer.rows,
        hint: `they are read together, row by row: ${fewer.file ?? 'the shorter'} lacks what belongs to ${more.where(fewer.rows)}`,
      },
    )
  }
  return { rows: first.rows, fields: columns }
}

function looksLike(bytes: Uint8Array): string {
  const is = (...start: readonly number[]): boolean => start.every((byte, i) => bytes[i] === byte)
  if (is(0x1f, 0x8b)) return ', which is gzip inside gzip'
  if (is(0x50, 0x4b, 3, 4)) return ', which is a zip archive'
  if (is(0x89, 0x50, 0x4e, 0x47)) return ', which is a PNG picture'
  if (is(0xff, 0xd8, 0xff)) return ', which is a JPEG picture'
  if (is(0x93, 0x4e, 0x55, 0x4d)) return ', which is a NumPy file'
  const head = String.fromCharCode(...bytes.subarray(0, 64))
    .trimStart()
    .toLowerCase()
  if (head.startsWith('<')) return ', which looks like a web page (a failed download?)'
  return [...bytes.subarray(0, 64)].every((byte) => byte === 9 || byte === 10 || byte === 13 || (byte >= 32 && byte < 127))
    ? ', which is text'
    : ''
}

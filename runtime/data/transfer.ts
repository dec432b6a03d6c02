/** A data set as bytes, and back: what one process has read, another need not. In safetensors, one tensor a column, with what columns say of themselves beside. */
import { decodeSafetensors, encodeSafetensors, type Tensor } from '../checkpoint/safetensors.ts'
import { DataError } from './error.ts'
import { arrayColumn, sizeOfShape, type Column, type Dataset, type Table } from './table.ts'

/** Beyond this a page is not given data. */
const MOST_BYTES = 1e9

const ARRAYS = { bytes: Uint8Array, float: Float32Array, label: Int32Array } as const

interface About { readonly kind: Column['kind']; readonly file: string | null; readonly classes?: readonly string[]; readonly range?: readonly [number, number] }

/** Throws a DataError for rows of several shapes, and for more than a gigabyte. */
export function encodeDataset({ name, description, hash, splits }: Dataset): Uint8Array {
  const tensors: Record<string, Tensor> = {}
  const columns: Record<string, About> = {}
  let bytes = 0
  for (const [split, table] of Object.entries(splits)) {
    for (const [field, column] of Object.entries(table?.fields ?? {})) {
      const { kind, shape, rows, file, classes, range, shapeOf } = column
      if (shapeOf !== undefined) throw new DataError(`the pictures of ${name} may be of several sizes, and a page takes only those of one`, { hint: 'genc train reads them' })
      const data = new ARRAYS[kind](rows * sizeOfShape(shape))
      bytes += data.byteLength
      if (bytes > MOST_BYTES) throw new DataError(`${name} takes more than a page is given`, { hint: 'genc train reads it' })
      fill(column, data)
      tensors[`${split}/${field}`] = { shape: [rows, ...shape], data }
      columns[`${split}/${field}`] = { kind, file, ...(classes ? { classes } : {}), ...(range ? { range } : {}) }
    }
  }
  return encodeSafetensors({ tensors, metadata: { name, description, hash, columns: JSON.stringify(columns) } })
}

function fill({ kind, shape, rows, read }: Column, data: InstanceType<(typeof ARRAYS)[Column['kind']]>): void {
  const size = sizeOfShape(shape)
  const row = kind === 'label' ? new Int32Array(size) : new Float32Array(size)
  for (let i = 0; i < rows; i++) {
    read(i, row, 0)
    data.set(row, i * size)
  }
}

/** What `encodeDataset` wrote. Throws a FileError naming `from` for anything else. */
export function decodeDataset(bytes: Uint8Array, from: string): Dataset {
  const { tensors, metadata } = decodeSafetensors(bytes, from)
  const columns = JSON.parse(metadata['columns'] ?? '{}') as Readonly<Record<string, About>>
  const table = (split: 'train' | 'test'): Table | null => {
    const fields = Object.fromEntries(Object.entries(columns).flatMap(([key, about]) => {
      const tensor = tensors[key]
      return key.startsWith(`${split}/`) && tensor !== undefined ? [[key.slice(split.length + 1), arrayColumn({ ...about, shape: tensor.shape.slice(1), data: tensor.data })]] : []
    }))
    const [first] = Object.values(fields)
    return first === undefined ? null : { rows: first.rows, fields }
  }
  return { name: metadata['name'] ?? from, description: metadata['description'] ?? from, hash: metadata['hash'] ?? '', splits: { train: table('train'), test: table('test') } }
}

/**
 * Lays the fields that a spec declares over a data set: finds each field's column, checks shape, range and labels once,
 * and gives readers that fill batches with what the model expects.
 */
import { canResize, checkNumbers, checkRowShape } from './check.ts'
import type { FieldSpec } from './field.ts'
import { matchColumns } from './match.ts'
import { makeResizer, type ResizeMethod, type Resizer } from './resize.ts'
import { sizeOfShape, type Column, type Dataset, type Table, type Values } from './table.ts'

/** Reads one field. */
export interface FieldReader {
  readonly field: FieldSpec
  /** Numbers in one row. */
  readonly size: number
  /**
   * Writes rows `rows[start … start + count − 1]` (indices into the split) one after another to `out[0 …]`.
   * Bytes arrive mapped onto the declared range, labels as class numbers.
   */
  read(rows: ArrayLike<number>, start: number, count: number, out: Values): void
}

export interface BoundSplit {
  readonly rows: number
  /** By field name. A field that only metrics and figures read may be absent from the training split. */
  readonly fields: Readonly<Record<string, FieldReader>>
}

export interface BoundDataset {
  readonly name: string
  readonly description: string
  readonly hash: string
  readonly train: BoundSplit | null
  readonly test: BoundSplit | null
}

/** Throws a DataError that names the field, the file and the row where the data are not what the spec declares. */
export function bind(dataset: Dataset, fields: readonly FieldSpec[]): BoundDataset {
  const { train, test } = dataset.splits
  return {
    name: dataset.name,
    description: dataset.description,
    hash: dataset.hash,
    train: train && bindTable(train, fields, 'train', dataset.name),
    test: test && bindTable(test, fields, 'test', dataset.name),
  }
}

function bindTable(table: Table, fields: readonly FieldSpec[], split: 'train' | 'test', source: string): BoundSplit {
  const readers: Record<string, FieldReader> = {}
  for (const [field, column] of matchColumns(table, fields, split, source)) {
    if (column === null) continue
    checkRowShape(column, field, source)
    checkNumbers(column, field, source)
    readers[field.name] = makeReader(column, field)
  }
  return { rows: table.rows, fields: readers }
}

function makeReader(column: Column, field: FieldSpec): FieldReader {
  const size = sizeOfShape(field.shape)
  const [scale, offset] = mapping(column, field)
  const readRow = canResize(column.shape, field) ? resizingRead(column, field, field.resize!) : column.read
  const clamp = field.resize === 'bicubic'
  const [low, high] = column.kind === 'bytes' ? [0, 255] : (field.range ?? [-Infinity, Infinity])
  return {
    field,
    size,
    read(rows, start, count, out) {
      for (let i = 0, at = 0; i < count; i++, at += size) {
        readRow(rows[start + i]!, out, at)
      }
      const end = count * size
      if (clamp) for (let i = 0; i < end; i++) out[i] = Math.min(high, Math.max(low, out[i]!))
      if (scale !== 1 || offset !== 0) stretch(out, end, scale, offset)
    },
  }
}

/** By itself it is compiled to a tight loop, which it is not inside `read`. */
function stretch(values: Values, count: number, scale: number, offset: number): void {
  for (let i = 0; i < count; i++) values[i] = offset + scale * values[i]!
}

/** value = offset + scale · stored. Bytes of a picture without a declared range go to [0, 1]. */
function mapping(column: Column, field: FieldSpec): readonly [number, number] {
  if (column.kind !== 'bytes' || field.kind === 'label' || field.kind === 'tokens') return [1, 0]
  const [low, high] = field.range ?? [0, 1]
  return [(high - low) / 255, low]
}

function resizingRead(column: Column, field: FieldSpec, method: ResizeMethod): Column['read'] {
  const target = [field.shape[0]!, field.shape[1]!] as const
  const channels = field.shape[2] ?? 1
  const resizers = new Map<string, Resizer>()
  let source = new Float32Array(0)
  return (row, out, at) => {
    const shape = column.shapeOf?.(row) ?? column.shape
    const from = [shape[0]!, shape[1]!] as const
    if (from[0] === target[0] && from[1] === target[1]) {
      column.read(row, out, at)
      return
    }
    const size = sizeOfShape(shape)
    if (source.length < size) source = new Float32Array(size)
    column.read(row, source, 0)
    const name = from.join('×')
    let resizer = resizers.get(name)
    if (resizer === undefined) resizers.set(name, (resizer = makeResizer(from, target, channels, method)))
    resizer(source, out, at)
  }
}

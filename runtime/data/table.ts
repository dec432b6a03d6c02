/**
 * Data as it lies in files, before a spec says what it means: tables of rows, whose columns hold bytes, numbers or
 * labels. `bind` lays the declared fields of a spec over them.
 */

export type Values = Float32Array | Int32Array

/** One column. Rows are read one at a time, so that a column may be drawn or decoded when first asked for. */
export interface Column {
  /** bytes: 0 … 255, to be mapped onto a declared range. float: numbers as they are. label: class numbers from 0. */
  readonly kind: 'bytes' | 'float' | 'label'
  /** Shape of one row: [28, 28], [28, 28, 3], [2], [] for one number. */
  readonly shape: readonly number[]
  /** Shape of a certain row where rows differ (pictures of several sizes); `shape` is then that of the first. */
  readonly shapeOf?: (row: number) => readonly number[]
  readonly rows: number
  /** Where it came from; null for what was made here. */
  readonly file: string | null
  /** Names of the classes of a label column, in the order of their numbers, where the file gave names. */
  readonly classes?: readonly string[]
  /** Bounds of every number, where they are known without looking. */
  readonly range?: readonly [number, number]
  /** Writes one row, flat in row-major order, to `out[at …]`. */
  read(row: number, out: Values, at: number): void
  /** Where a row stands, for messages: `points.csv, line 18`. */
  where(row: number): string
}

/** Columns of equal length, by name. */
export interface Table {
  readonly rows: number
  readonly fields: Readonly<Record<string, Column>>
}

/** A named source of rows in up to two splits. */
export interface Dataset {
  readonly name: string
  /** One line for people: `MNIST-like files in ../data/mnist: 60,000 train, 10,000 test`. */
  readonly description: string
  /** Changes when the data change; stored with every run. */
  readonly hash: string
  readonly splits: { readonly train: Table | null; readonly test: Table | null }
}

export const sizeOfShape = (shape: readonly number[]): number => shape.reduce((product, size) => product * size, 1)

/** `28×28×1`, `2 numbers`, `one number`. */
export const showRowShape = (shape: readonly number[]): string =>
  shape.length === 0 ? 'one number' : shape.length === 1 ? `${shape[0]} number${shape[0] === 1 ? '' : 's'}` : shape.join('×')

const rowOf =
  (file: string | null) =>
  (row: number): string =>
    file === null ? `row ${row}` : `${file}, row ${row}`

export interface ArrayColumnOptions {
  readonly kind: Column['kind']
  readonly shape: readonly number[]
  /** All rows one after another; its length is a multiple of the size of `shape`. */
  readonly data: ArrayLike<number>
  readonly file: string | null
  readonly classes?: readonly string[]
  readonly range?: readonly [number, number]
  readonly where?: (row: number) => string
}

/** Numbers in a row from which on copying it as a whole is faster, many times so for bytes. */
const LONG = 32

/** A column over one array. Messages count its rows from 0 unless `where` says otherwise. */
export function arrayColumn(options: ArrayColumnOptions): Column {
  const { kind, shape, data, file, classes, range, where } = options
  const size = sizeOfShape(shape)
  return {
    kind,
    shape,
    file,
    rows: size === 0 ? 0 : data.length / size,
    ...(classes ? { classes } : {}),
    ...(range ? { range } : {}),
    read(row, out, at) {
      const from = row * size
      if (size >= LONG && (data instanceof Uint8Array || data instanceof Float32Array)) out.set(data.subarray(from, from + size), at)
      else for (let i = 0; i < size; i++) out[at + i] = data[from + i]!
    },
    where: where ?? rowOf(file),
  }
}

/** Some rows of a column. */
export function pickRows(column: Column, rows: Uint32Array): Column {
  const { shapeOf } = column
  return {
    ...column,
    rows: rows.length,
    ...(shapeOf ? { shapeOf: (row: number) => shapeOf(rows[row]!) } : {}),
    read: (row, out, at) => column.read(rows[row]!, out, at),
    where: (row) => column.where(rows[row]!),
  }
}

export function pickTableRows(table: Table, rows: Uint32Array): Table {
  return {
    rows: rows.length,
    fields: Object.fromEntries(Object.entries(table.fields).map(([name, column]) => [name, pickRows(column, rows)])),
  }
}

/** `60,000 train, 10,000 test` */
export function countRows(splits: Dataset['splits']): string {
  const parts = (['train', 'test'] as const).flatMap((split) => {
    const table = splits[split]
    return table === null ? [] : [`${table.rows.toLocaleString('en-US')} ${split}`]
  })
  return parts.join(', ')
}

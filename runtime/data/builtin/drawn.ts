/** Columns of built-in sets whose rows are made when they are first read. */
import { sizeOfShape, type Column } from '../table.ts'

export interface DrawnField {
  readonly name: string
  readonly kind: Column['kind']
  readonly shape: readonly number[]
  readonly range: readonly [number, number]
  /** Names of the classes of labels. */
  readonly classes?: readonly string[]
}

/** Where a row stands, for messages: `digits train, row 18`. */
export const whereIn =
  (name: string, split: 'train' | 'test') =>
  (row: number): string =>
    `${name} ${split}, row ${row}`

/**
 * Fields of `rows` rows that are drawn together and then kept. `draw` writes a row's fields one after another to
 * `store[at …]`, which has room for all rows.
 */
export function drawnColumns<Store extends Uint8Array | Float32Array>(
  rows: number,
  fields: readonly DrawnField[],
  store: Store,
  where: Column['where'],
  draw: (row: number, store: Store, at: number) => void,
): Record<string, Column> {
  const stride = fields.reduce((sum, { shape }) => sum + sizeOfShape(shape), 0)
  const drawn = new Uint8Array(rows)
  const columns: Record<string, Column> = {}
  let start = 0
  for (const { name, kind, shape, range, classes } of fields) {
    const first = start
    const size = sizeOfShape(shape)
    columns[name] = {
      kind, shape, rows, range, where,
      file: null,
      ...(classes ? { classes } : {}),
      read(row, out, at) {
        const from = row * stride
        if (drawn[row] === 0) {
          draw(row, store, from)
          drawn[row] = 1
        }
        out.set(store.subarray(from + first, from + first + size), at)
      },
    }
    start += size
  }
  return columns
}

/** Labels that are worked out anew at every reading; `classes` are their names, or how many there are. */
export function labelColumn(rows: number, classes: readonly string[] | number, where: Column['where'], of: (row: number) => number): Column {
  const count = typeof classes === 'number' ? classes : classes.length
  return {
    kind: 'label', shape: [], rows, where,
    file: null,
    range: [0, count - 1],
    ...(typeof classes === 'number' ? {} : { classes }),
    read(row, out, at) {
      out[at] = of(row)
    },
  }
}

import type { FieldSpec } from './field.ts'
import type { Column } from './table.ts'

/**
 * Single numbers side by side as one column of `field`'s shape, in the order given. Whole numbers from 0 to 255 that
 * fill an image, at least one above 1, are grey bytes, as in the CSV files that MNIST is often passed round in.
 */
export function joinColumns(columns: readonly Column[], field: FieldSpec): Column {
  const [first] = columns
  const joined: Column = {
    kind: 'float',
    shape: field.shape,
    rows: first!.rows,
    file: first!.file,
    read(row, out, at) {
      for (let i = 0; i < columns.length; i++) columns[i]!.read(row, out, at + i)
    },
    where: (row) => first!.where(row),
  }
  return field.kind === 'image' && holdsBytes(joined, columns.length) ? { ...joined, kind: 'bytes' } : joined
}

function holdsBytes(column: Column, size: number): boolean {
  const values = new Float32Array(size)
  let beyondOne = false
  for (let row = 0; row < column.rows; row++) {
    column.read(row, values, 0)
    for (const value of values) {
      if (!(value >= 0 && value <= 255) || value !== Math.floor(value)) return false
      if (value > 1) beyondOne = true
    }
  }
  return beyondOne
}

/**
 * Which column of a table a declared field takes: the one of its name, or numbered columns of its name (`x0`, `x1`),
 * else the next one of its kind (pictures to image fields, labels to label fields, numbers to real fields) in order.
 */
import { DataError } from './error.ts'
import { showField, showWanted, type FieldSpec } from './field.ts'
import { joinColumns } from './join.ts'
import { showRowShape, sizeOfShape, type Column, type Table } from './table.ts'

const LABEL_NAMES = ['label', 'labels', 'y', 'class', 'target', 'digit']

/** One column a field, or null for a field that may be missing and is. Throws a DataError naming the columns there are. */
export function matchColumns(
  table: Table,
  fields: readonly FieldSpec[],
  split: 'train' | 'test',
  source: string,
): ReadonlyMap<FieldSpec, Column | null> {
  const left = new Map(Object.entries(table.fields))
  const found = new Map<FieldSpec, Column | null>()
  const take = (field: FieldSpec, names: readonly string[], column: Column): void => {
    for (const name of names) left.delete(name)
    found.set(field, column)
  }

  for (const field of fields) {
    const named = left.get(field.name)
    if (named !== undefined && (sizeOfShape(named.shape) === sizeOfShape(field.shape) || field.resize !== null || named.shape.length > 0)) {
      take(field, [field.name], named)
      continue
    }
    const numbered = [...left].filter(([name, column]) => column.shape.length === 0 && isNumbered(name, field.name))
    if (numbered.length > 0 && numbered.length === sizeOfShape(field.shape)) {
      take(
        field,
        numbered.map(([name]) => name),
        joinColumns(
          numbered.map(([, column]) => column),
          field,
        ),
      )
    }
  }

  for (const field of fields.filter((field) => isLabel(field) && !found.has(field))) {
    const entries = [...left]
    const label =
      entries.find(([, column]) => column.kind === 'label') ??
      entries.find(([name, column]) => LABEL_NAMES.includes(name.toLowerCase()) && sameSize(column, field))
    if (label !== undefined) take(field, [label[0]], label[1])
  }

  for (const field of fields.filter((field) => !found.has(field) && !isLabel(field))) {
    const entries = [...left].filter(([, column]) => column.kind !== 'label')
    const whole =
      entries.find(([, column]) => column.shape.length > 0 && sameSize(column, field)) ??
      entries.find(([, column]) => column.shape.length > 0) ??
      (field.shape.length === 0 ? entries.find(([, column]) => sameSize(column, field)) : undefined)
    if (whole !== undefined) {
      take(field, [whole[0]], whole[1])
      continue
    }
    // A table of single numbers (CSV): all that is left, when that is as many as the fields still need.
    const needed = fields.filter((other) => !found.has(other) && !isLabel(other)).reduce((sum, other) => sum + sizeOfShape(other.shape), 0)
    if (entries.length > 0 && entries.length === needed) {
      const mine = entries.slice(0, sizeOfShape(field.shape))
      take(
        field,
        mine.map(([name]) => name),
        joinColumns(
          mine.map(([, column]) => column),
          field,
        ),
      )
    }
  }

  for (const field of fields) {
    if (found.has(field)) continue
    if (field.evaluationOnly && split === 'train') {
      found.set(field, null)
      continue
    }
    throw new DataError(`the ${split} split of ${source} has no ${showWanted(field)} for ${showField(field)}`, {
      hint: `it has ${describeColumns(table)}; a column is taken by its name, else by kind and order`,
    })
  }
  return found
}

/** One label a row. Maps of labels (`label(10)[32, 32]`) are found like pictures. */
const isLabel = (field: FieldSpec): boolean => field.kind === 'label' && field.shape.length === 0

const sameSize = (column: Column, field: FieldSpec): boolean => sizeOfShape(column.shape) === sizeOfShape(field.shape)

/** `x3`, `x_3`, `x[3]`, `x.3` for `x`. */
const isNumbered = (column: string, field: string): boolean => column.startsWith(field) && /^[_.[]?\d+\]?$/.test(column.slice(field.length))

/** `images (28×28 bytes), labels` */
function describeColumns(table: Table): string {
  const names = Object.entries(table.fields)
  const shown = names
    .slice(0, 8)
    .map(([name, column]) =>
      column.kind === 'label' ? `${name} (labels)` : `${name} (${showRowShape(column.shape)}${column.kind === 'bytes' ? ' bytes' : ''})`,
    )
  return names.length > 8 ? `${names.length} columns: ${shown.join(', ')}, …` : shown.join(', ')
}

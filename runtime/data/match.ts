/**
 * Which column of a table a declared field takes: the one of its name, or numbered columns of its name (`x0`, `x1`),
 * else the only one of its type; where a spec declares several fields of a type and the table has as many, in order.
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
  const takeJoined = (field: FieldSpec, entries: readonly Entry[]): void => {
    take(field, entries.map(([name]) => name), joinColumns(entries.map(([, column]) => column), field))
  }
  /** The only candidate, or the first of as many as there are fields that would take them. */
  const takeOneOf = (field: FieldSpec, candidates: (field: FieldSpec, left: readonly Entry[]) => readonly Entry[]): void => {
    const mine = candidates(field, [...left])
    if (mine.length === 0) return
    const names = mine.map(([name]) => name).join()
    const rivals = fields.filter((other) => !found.has(other) && candidates(other, [...left]).map(([name]) => name).join() === names)
    if (mine.length > rivals.length) throw unclear(field, mine, table, source)
    take(field, [mine[0]![0]], mine[0]![1])
  }

  for (const field of fields) {
    const named = left.get(field.name)
    if (named !== undefined && (sizeOfShape(named.shape) === sizeOfShape(field.shape) || field.resize !== null || named.shape.length > 0)) {
      take(field, [field.name], named)
      continue
    }
    const numbered = [...left].filter(([name, column]) => column.shape.length === 0 && isNumbered(name, field.name))
    if (numbered.length > 0 && numbered.length === sizeOfShape(field.shape)) takeJoined(field, numbered)
  }

  for (const field of fields) if (!found.has(field)) takeOneOf(field, labelsFor)

  for (const field of fields.filter((field) => !found.has(field) && !isLabel(field))) {
    takeOneOf(field, wholesFor)
    if (found.has(field)) continue
    // A table of single numbers (CSV): all that is left, when that is as many as the fields still need.
    const numbers = [...left].filter(([, column]) => column.kind !== 'label')
    const needed = fields.filter((other) => !found.has(other) && !isLabel(other)).reduce((sum, other) => sum + sizeOfShape(other.shape), 0)
    if (numbers.length === needed) takeJoined(field, numbers.slice(0, sizeOfShape(field.shape)))
    else if (numbers.length > needed) throw unclear(field, numbers, table, source)
  }

  for (const field of fields) {
    if (found.has(field)) continue
    if (field.evaluationOnly && split === 'train') {
      found.set(field, null)
      continue
    }
    throw new DataError(`the ${split} split of ${source} has no ${showWanted(field)} for ${showField(field)}`, {
      hint: `it has ${describeColumns(table)}; a column is taken by its name, else by its type`,
    })
  }
  return found
}

type Entry = readonly [string, Column]

/** One label a row. Maps of labels (`label(10)[32, 32]`) are found like pictures. */
const isLabel = (field: FieldSpec): boolean => field.kind === 'label' && field.shape.length === 0

const sameSize = (column: Column, field: FieldSpec): boolean => sizeOfShape(column.shape) === sizeOfShape(field.shape)

/** The first of the lists that is not empty. */
const firstOf = (...lists: readonly (readonly Entry[])[]): readonly Entry[] => lists.find((list) => list.length > 0) ?? []

/** Columns that may be a field's labels: those called so, else those with its number of classes, else any. */
function labelsFor(field: FieldSpec, left: readonly Entry[]): readonly Entry[] {
  if (!isLabel(field)) return []
  const called = ([name]: Entry): boolean => LABEL_NAMES.includes(name.toLowerCase())
  const labels = left.filter(([, column]) => column.kind === 'label' && column.shape.length === 0)
  return firstOf(
    labels.filter(called),
    labels.filter(([, { range }]) => range?.[1] === field.classes! - 1),
    labels,
    left.filter((entry) => called(entry) && sameSize(entry[1], field)),
  )
}

/** Columns of more than one number that may fill a field: of its type, else of its size, else of its kind, else any. */
function wholesFor(field: FieldSpec, left: readonly Entry[]): readonly Entry[] {
  if (isLabel(field)) return []
  const counts = field.kind === 'label' || field.kind === 'tokens'
  const wholes = left.filter(([, column]) => column.shape.length > 0 && (counts || column.kind !== 'label'))
  const ofKind = wholes.filter(([, { kind, shape }]) => (field.kind === 'image' ? shape.length > 1 : counts ? kind === 'label' : kind === 'float'))
  const ofSize = wholes.filter(([, column]) => sameSize(column, field))
  return firstOf(ofSize.filter((entry) => ofKind.includes(entry)), ofSize, ofKind, wholes)
}

/** `x3`, `x_3`, `x[3]`, `x.3` for `x`. */
const isNumbered = (column: string, field: string): boolean => column.startsWith(field) && /^[_.[]?\d+\]?$/.test(column.slice(field.length))

const unclear = (field: FieldSpec, candidates: readonly Entry[], table: Table, source: string): DataError =>
  new DataError(`${showField(field)} could be ${candidates.map(([name]) => name).join(' or ')} of ${source}`, {
    hint: `call the field by the column's name; there are ${describeColumns(table)}`,
  })

/** `images (28×28 bytes), labels (label(10))` */
function describeColumns(table: Table): string {
  const names = Object.entries(table.fields)
  const shown = names.slice(0, 12).map(([name, column]) => `${name} (${describeColumn(column)})`)
  return names.length > 12 ? `${names.length} columns: ${shown.join(', ')}, …` : shown.join(', ')
}

function describeColumn({ kind, shape, range }: Column): string {
  if (kind !== 'label') return `${showRowShape(shape)}${kind === 'bytes' ? ' bytes' : ''}`
  if (range === undefined) return 'labels'
  return `label(${range[1] + 1})${shape.length === 0 ? '' : `[${shape.join(', ')}]`}`
}

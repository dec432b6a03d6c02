/** Which built-in data set a declaration reads when the user names none. */
import { checkNumbers, checkRowShape } from '../check.ts'
import { DataError } from '../error.ts'
import type { FieldSpec } from '../field.ts'
import { matchColumns } from '../match.ts'
import type { Column } from '../table.ts'
import { BUILTINS, openBuiltin } from './builtin.ts'

export interface DefaultData {
  /** The set to take; null where none fits, or more than one could be meant. */
  readonly source: string | null
  /** All that fit. */
  readonly candidates: readonly string[]
}

/**
 * Of the built-in sets whose columns fit the fields: the one that is called like the data set (`turnedBlobs` is
 * `turned-blobs`), else the only one; else, for a spec's first data set, the first of them, and for a later one the only
 * one that is not among `before`, what the data sets before it read.
 */
export function defaultData(dataset: string, fields: readonly FieldSpec[], before: readonly string[]): DefaultData {
  const candidates = fields.length === 0 ? [] : BUILTINS.map(({ name }) => name).filter((name) => fits(name, fields))
  const unused = candidates.filter((name) => !before.includes(name))
  const source =
    candidates.find((name) => name.replaceAll('-', '') === dataset.toLowerCase()) ??
    (candidates.length === 1 || before.length === 0 ? candidates[0] : unused.length === 1 ? unused[0] : undefined)
  return { source: source ?? null, candidates }
}

function fits(name: string, fields: readonly FieldSpec[]): boolean {
  try {
    const { splits } = openBuiltin({ path: name, options: { train: '1', test: '1' } })!
    for (const split of ['train', 'test'] as const) {
      for (const [field, column] of matchColumns(splits[split]!, fields, split, name)) {
        if (column === null) continue
        checkRowShape(column, field, name)
        checkNumbers(column, field, name)
        if (!sameType(column, field)) return false
      }
    }
    return true
  } catch (error) {
    if (error instanceof DataError) return false
    throw error
  }
}

/** Stricter than what may be bound by name: pictures from pictures, and exactly as many classes. */
const sameType = (column: Column, field: FieldSpec): boolean =>
  (field.kind === 'image') === (column.kind === 'bytes') && (field.kind !== 'label' || column.range?.[1] === field.classes! - 1)

/** Which rows a train block chooses: `rows train[0..9 per y] where y != 7`. */
import type { DataField, Expr, RowSet } from '../../compiler/model/model.ts'
import type { Values } from '../engine.ts'
import { sourceOf, type RowSource, type Sources, type Split } from './source.ts'

/** Row numbers of the training split of `dataset`, ascending. All of them where `set` is null or of another data set. */
export function chooseRows(sources: Sources, dataset: string, set: RowSet | null, fields: readonly DataField[]): Uint32Array {
  const source = sourceOf(sources, dataset)
  const split: Split = set !== null && set.dataset === dataset ? set.split : 'train'
  const total = source.rows(split)
  if (set === null || set.dataset !== dataset) return Uint32Array.from({ length: total }, (_, row) => row)
  let rows: Uint32Array = Uint32Array.from({ length: total }, (_, row) => row)
  if (set.where !== null) {
    const where = set.where
    const columns = makeColumns(source, split, fields, total)
    rows = rows.filter((row) => valueOf(where, (name) => columns(name)[row]!) !== 0)
  }
  if (set.rows !== null) {
    const [first, last] = set.rows
    rows = set.per === null ? rows.slice(first, last + 1) : numbered(rows, makeColumns(source, split, fields, total)(set.per), first, last)
  }
  return rows
}

/** Rows `first` to `last` of those that share a value of the column. */
export function numbered(rows: Uint32Array, column: Values, first: number, last: number): Uint32Array {
  const seen = new Map<number, number>()
  return rows.filter((row) => {
    const place = seen.get(column[row]!) ?? 0
    seen.set(column[row]!, place + 1)
    return place >= first && place <= last
  })
}

/** Whole columns of fields with one number a row, read when first asked for. */
function makeColumns(source: RowSource, split: Split, fields: readonly DataField[], total: number): (name: string) => Values {
  const known = new Map<string, Values>()
  return (name) => {
    const found = known.get(name)
    if (found) return found
    const field = fields.find((candidate) => candidate.name === name)
    if (field === undefined || field.type.shape.length > 0) throw new RangeError(`rows can be chosen by a field with one number a row, not by "${name}"`)
    const whole = field.type.kind.name === 'label' || field.type.kind.name === 'tokens'
    const out = whole ? new Int32Array(total) : new Float32Array(total)
    source.read(split, name, Uint32Array.from({ length: total }, (_, row) => row), out)
    known.set(name, out)
    return out
  }
}

/** A condition over the numbers of one row; comparisons give 1 or 0. */
function valueOf(expr: Expr, field: (name: string) => number): number {
  if (expr.kind === 'constant') return expr.value
  if (expr.kind === 'variable') return field(expr.name)
  if (expr.kind !== 'call') throw new RangeError('rows can be chosen by comparing fields with numbers only')
  const [a, b] = expr.args.map((arg) => valueOf(arg, field)) as [number, number]
  switch (expr.op) {
    case 'equal': return Number(a === b)
    case 'notEqual': return Number(a !== b)
    case 'less': return Number(a < b)
    case 'lessEqual': return Number(a <= b)
    case 'greater': return Number(a > b)
    case 'greaterEqual': return Number(a >= b)
    case 'and': return Number(a !== 0 && b !== 0)
    case 'or': return Number(a !== 0 || b !== 0)
    case 'not': return Number(a === 0)
    case 'add': return a + b
    case 'sub': return a - b
    case 'mul': return a * b
    case 'div': return a / b
    case 'neg': return -a
    default: throw new RangeError(`rows cannot be chosen by ${expr.op}`)
  }
}

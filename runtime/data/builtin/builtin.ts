/** Data sets that need no file. Each takes options after a colon: `ring8:sigma=0.01`, `digits:train=2000,test=500`. */
import { DataError } from '../error.ts'
import type { FieldSpec } from '../field.ts'
import { countRows, type Dataset } from '../table.ts'
import { digitsTable } from './digits.ts'
import { CLOUDS, cloudTable, type Cloud } from './points.ts'
import type { Source } from '../source.ts'

export interface Builtin {
  readonly name: string
  readonly doc: string
  /** Options with their defaults. */
  readonly options: Readonly<Record<string, number>>
  make(options: Readonly<Record<string, number>>): Dataset['splits']
}

const digits: Builtin = {
  name: 'digits',
  doc: 'handwriting-like digits drawn on the fly, 28×28 with labels',
  options: { train: 60_000, test: 10_000, seed: 0 },
  make: ({ train, test, seed }) => ({
    train: digitsTable({ rows: train!, split: 'train', seed: seed! }),
    test: digitsTable({ rows: test!, split: 'test', seed: seed! }),
  }),
}

const cloud = (shape: Cloud): Builtin => ({
  name: shape.name,
  doc: `${shape.doc}, with labels`,
  options: { train: 50_000, test: 10_000, seed: 0, sigma: shape.sigma },
  make: ({ train, test, seed, sigma }) => ({
    train: cloudTable(shape, { rows: train!, split: 'train', seed: seed!, sigma: sigma! }),
    test: cloudTable(shape, { rows: test!, split: 'test', seed: seed!, sigma: sigma! }),
  }),
})

export const BUILTINS: readonly Builtin[] = [digits, ...CLOUDS.map(cloud)]

/** The built-in data set of this source, or null when it names none. Throws a DataError on an option that does not fit. */
export function openBuiltin(source: Source): Dataset | null {
  const builtin = BUILTINS.find(({ name }) => name === source.path)
  if (builtin === undefined) return null
  const options: Record<string, number> = { ...builtin.options }
  for (const [name, text] of Object.entries(source.options)) {
    const known = Object.keys(builtin.options)
    if (!known.includes(name)) {
      throw new DataError(`${builtin.name} has no option ${name}`, { hint: `its options are ${known.join(', ')}: ${example(builtin)}` })
    }
    const value = text.trim() === '' ? NaN : Number(text)
    const whole = name !== 'sigma'
    if (!(value >= 0) || value > 1e9 || (whole && !Number.isInteger(value))) {
      throw new DataError(`${builtin.name}:${name}=${text} is not ${whole ? 'a whole number from 0' : 'a number from 0'}`, {
        hint: `for example ${example(builtin)}`,
      })
    }
    options[name] = value
  }
  const splits = builtin.make(options)
  const text = `${builtin.name}:${Object.entries(options)
    .map(([name, value]) => `${name}=${value}`)
    .join(',')}`
  // Version 2 of what the generators draw: to be raised when their numbers change.
  return { name: builtin.name, description: `${builtin.doc} (built in): ${countRows(splits)}`, hash: `builtin-2/${text}`, splits }
}

const example = (builtin: Builtin): string =>
  `${builtin.name}:${Object.entries(builtin.options)
    .slice(-2)
    .map(([name, value]) => `${name}=${value}`)
    .join(',')}`

/** The built-in data set that fits a data declaration when the user names none, or null. */
export function defaultData(fields: readonly FieldSpec[]): string | null {
  const main = fields.filter(({ kind }) => kind !== 'label')
  const labels = fields.filter(({ kind }) => kind === 'label')
  const [only] = main
  if (main.length !== 1 || only === undefined || labels.length > 1) return null
  if (labels.some(({ classes, shape }) => shape.length > 0 || classes === null)) return null
  const enough = (classes: number): boolean => labels.every((label) => label.classes! >= classes)
  const { kind, shape } = only
  const pictures = kind === 'image' && ((shape[0] === 28 && shape[1] === 28) || only.resize !== null) && (shape[2] ?? 1) === 1
  if (pictures && shape.length >= 2 && enough(10)) return 'digits'
  if (kind === 'real' && shape.length === 1 && shape[0] === 2 && enough(8)) return 'ring8'
  return null
}

/** Data sets that need no file. Each takes options after a colon: `ring8:sigma=0.01`, `digits:train=2000,test=500`. */
import { DataError } from '../error.ts'
import type { Source } from '../source.ts'
import { countRows, type Dataset, type Table } from '../table.ts'
import { digitsTable } from './digits.ts'
import { CLOUDS, cloudTable, type Cloud } from './points.ts'
import { scenesTable } from './scenes.ts'
import { segmentsTable } from './segments.ts'
import { shapesTable } from './shapes.ts'
import { tonesTable } from './tones.ts'

export interface Option {
  /** What it is when left out. */
  readonly value: number
  readonly from: number
  readonly to: number
  readonly whole: boolean
}

export interface Builtin {
  readonly name: string
  readonly doc: string
  readonly options: Readonly<Record<string, Option>>
  make(options: Readonly<Record<string, number>>): Dataset['splits']
}

const MANY = 1e9
const count = (value: number, from = 0, to = MANY): Option => ({ value, from, to, whole: true })
const amount = (value: number, to = MANY): Option => ({ value, from: 0, to, whole: false })

interface Rows {
  readonly rows: number
  readonly split: 'train' | 'test'
  readonly seed: number
}

/** A set with `train` and `test` rows and a `seed`, besides options of its own. */
function builtin<Name extends string>(
  name: string,
  doc: string,
  [train, test]: readonly [number, number],
  more: Readonly<Record<Name, Option>>,
  table: (rows: Rows, options: Readonly<Record<Name, number>>) => Table,
): Builtin {
  return {
    name,
    doc,
    options: { train: count(train), test: count(test), seed: count(0), ...more },
    make: (options) => {
      const split = (split: 'train' | 'test'): Table =>
        table({ rows: options[split]!, split, seed: options['seed']! }, options as Readonly<Record<Name, number>>)
      return { train: split('train'), test: split('test') }
    },
  }
}

const cloud = (shape: Cloud): Builtin =>
  builtin(shape.name, `${shape.doc}, with labels`, [50_000, 10_000], { sigma: amount(shape.sigma) }, (rows, { sigma }) =>
    cloudTable(shape, { ...rows, sigma }),
  )

/** In the order in which they are taken where the user names none. */
export const BUILTINS: readonly Builtin[] = [
  builtin('digits', 'handwriting-like digits drawn on the fly, 28×28 with labels', [60_000, 10_000], {}, digitsTable),
  ...CLOUDS.map(cloud),
  builtin(
    'shapes', 'one form each, 28×28 with its factors and a caption', [60_000, 10_000],
    { places: count(3, 1, 64), jitter: amount(1, 4) },
    (rows, { places, jitter }) => shapesTable({ ...rows, places, jitter }),
  ),
  builtin('segments', 'overlapping forms under noise, 32×32 with a class for each pixel', [5_000, 1_000], { noise: amount(0.3) }, (rows, { noise }) =>
    segmentsTable({ ...rows, noise }),
  ),
  builtin('scenes', 'a village by night and by day, 32×32', [5_000, 1_000], { grey: count(0, 0, 1) }, (rows, { grey }) =>
    scenesTable({ ...rows, channels: grey === 1 ? 1 : 3 }),
  ),
  builtin('tones', 'notes that fade, 1024 samples at 8 kHz', [5_000, 1_000], {}, tonesTable),
]

/** The built-in data set of this source, or null when it names none. Throws a DataError on an option that does not fit. */
export function openBuiltin(source: Source): Dataset | null {
  const builtin = BUILTINS.find(({ name }) => name === source.path)
  if (builtin === undefined) return null
  const options: Record<string, number> = Object.fromEntries(Object.entries(builtin.options).map(([name, { value }]) => [name, value]))
  for (const [name, text] of Object.entries(source.options)) {
    const option = builtin.options[name]
    if (option === undefined) {
      const known = Object.keys(builtin.options).join(', ')
      throw new DataError(`${builtin.name} has no option ${name}`, { hint: `its options are ${known}: ${example(builtin)}` })
    }
    const value = text.trim() === '' ? NaN : Number(text)
    if (!(value >= option.from && value <= option.to) || (option.whole && !Number.isInteger(value))) {
      const bounds = `from ${option.from}${option.to < MANY ? ` to ${option.to}` : ''}`
      throw new DataError(`${builtin.name}:${name}=${text} is not a ${option.whole ? 'whole number' : 'number'} ${bounds}`, {
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
    .map(([name, { value }]) => `${name}=${value}`)
    .join(',')}`

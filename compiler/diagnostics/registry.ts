/** All diagnostics, by code. A family is one file of `rows/`; nothing else in the project defines a code. */
import type { Row } from './row.ts'
import { compile } from './rows/compile.ts'
import { data } from './rows/data.ts'
import { distributions } from './rows/distributions.ts'
import { kinds } from './rows/kinds.ts'
import { names } from './rows/names.ts'
import { networks } from './rows/networks.ts'
import { ranges } from './rows/ranges.ts'
import { reductions } from './rows/reductions.ts'
import { shapes } from './rows/shapes.ts'
import { syntax } from './rows/syntax.ts'
import { training } from './rows/training.ts'

/** The families in the order of the documentation's index. */
export const families = {
  syntax, names, shapes, kinds, ranges, distributions, reductions, networks, data, training, compile,
} as const

const table = {
  ...syntax, ...names, ...shapes, ...kinds, ...ranges, ...distributions, ...reductions, ...networks, ...data, ...training, ...compile,
}

/** A code that exists. */
export type Code = keyof typeof table

/** What the message of a code needs. */
export type ArgsOf<C extends Code> = (typeof table)[C] extends Row<infer A> ? A : never

/** The typed table, for `report`. */
export const registry: { readonly [C in Code]: Row<ArgsOf<C>> } = table as { readonly [C in Code]: Row<ArgsOf<C>> }

export const codes = Object.keys(table).sort() as Code[]

/** The row of a code given as text, or undefined. Its message is for `report` only. */
export const lookUp = (code: string): Omit<Row<never>, 'message'> | undefined =>
  Object.hasOwn(table, code) ? registry[code as Code] : undefined

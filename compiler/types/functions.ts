/** Functions that are not pointwise: one row each, gathered from the files of `functions/`. */
import { IMAGES } from './functions/images.ts'
import { REDUCTIONS } from './functions/reductions.ts'
import type { FunctionRow } from './functions/row.ts'
import { STATISTICS } from './functions/statistics.ts'
import { STRUCTURE } from './functions/structure.ts'

export type { FunctionRow } from './functions/row.ts'

export const FUNCTIONS: ReadonlyMap<string, FunctionRow> =
  new Map([...REDUCTIONS, ...STRUCTURE, ...IMAGES, ...STATISTICS].map((row) => [row.name, row]))

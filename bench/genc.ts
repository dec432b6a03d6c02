/** From a measured model to what `genc train` would train, by the same functions. */
import { compile, type Compiled } from '../compiler/compile.ts'
import type { Plan } from '../compiler/lower/plan.ts'
import { openDataSets, type BoundData } from '../cli/data-option.ts'
import { processTerminal } from '../cli/terminal.ts'
import { fieldSpec } from '../runtime/data/field.ts'
import { withLength } from '../runtime/train/schedule.ts'
import { specText, type Model, type Size } from './models.ts'

export interface Prepared { readonly compiled: Compiled; readonly plan: Plan; readonly data: BoundData }

/** More rounds than anybody measures: no epoch ends within a measurement. */
const ROUNDS = 100_000_000

export function prepare(root: string, model: Model, size: Size): Prepared {
  const compiled = compile(specText(root, model, size))
  if (compiled.graph === null || compiled.plan === null) throw new Error(`${model.spec}: ${compiled.diagnostics.map(({ message }) => message).join('; ')}`)
  const plan = withLength(compiled.plan, { unit: 'rounds', count: ROUNDS })
  return { compiled, plan, data: openDataSets(plan, [model.data], processTerminal()) }
}

/** All training rows of the first field of the data, as the spec scales them: what every other side trains on. */
export function trainingRows({ plan, data }: Prepared): { readonly values: Float32Array; readonly rows: number; readonly size: number } {
  const { name, fields } = plan.data[0]!
  const [field] = fields
  const source = data.sources[name]!
  const rows = source.rows('train')
  const size = fieldSpec(field!).shape.reduce((a, b) => a * b, 1)
  const values = new Float32Array(rows * size)
  source.read('train', field!.name, Uint32Array.from({ length: rows }, (_, i) => i), values)
  return { values, rows, size }
}

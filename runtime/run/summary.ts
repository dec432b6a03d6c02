/** What `genc eval` says of a run. Schema: `eval.schema.json`. */
import type { Graph } from '../../compiler/graph/graph.ts'
import type { Plan } from '../../compiler/lower/plan.ts'
import type { Session } from '../engine.ts'
import { evaluate, type Evaluation } from '../train/evaluate.ts'
import type { Clock } from '../train/feeds.ts'
import type { Sources, Split } from '../train/source.ts'
import type { RunConfig } from './config.ts'

export interface Summary {
  readonly spec: string
  readonly specHash: string
  readonly split: Split
  /** Rows of the split, or draws that stand for it. */
  readonly n: number
  /** Null when the stage has several players. */
  readonly objective: number | null
  /** Null for what is not finite. */
  readonly terms: Readonly<Record<string, number | null>>
  readonly metrics: Readonly<Record<string, number | null>>
}

export interface Trained {
  readonly config: Pick<RunConfig, 'spec' | 'specHash' | 'seed'>
  readonly graph: Graph
  readonly plan: Plan
  readonly session: Session
  readonly sources: Sources
  readonly clock: Clock
  readonly progress: { readonly stage: number }
}

/** Of the stage that was trained last. Throws a DataError when the data have no such split. */
export async function summarize({ config, graph, plan, session, sources, clock, progress }: Trained, split: Split): Promise<Summary> {
  const stage = plan.stages[progress.stage]!
  const context = { session, graph, sources, seed: config.seed, clock, split }
  const none: Evaluation = { results: {}, rows: 0 }
  const terms = stage.terms === null ? none : await evaluate(stage.terms, context)
  const metrics = stage.metrics === null ? none : await evaluate(stage.metrics, context)
  const { objective, ...others } = terms.results
  return {
    spec: config.spec, specHash: config.specHash, split, n: terms.rows || metrics.rows, objective: finite(objective),
    terms: mapValues(others), metrics: mapValues(metrics.results),
  }
}

const finite = (value: number | undefined): number | null => (value !== undefined && Number.isFinite(value) ? value : null)
const mapValues = (values: Readonly<Record<string, number>>): Record<string, number | null> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, finite(value)]))

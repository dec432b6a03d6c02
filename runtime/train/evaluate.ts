/** Results of an evaluation: values over whole splits, then arithmetic on them. */
import type { EvaluationPlan } from '../../compiler/lower/plan.ts'
import { fillFeeds } from './feeds.ts'
import { sourceOf, type Sources, type Split } from './source.ts'
import { makeValues, noiseAt, programOf, sweepLength, type Known, type ValueContext } from './values.ts'

export interface Evaluation {
  readonly results: Record<string, number>
  /** Rows of the split that is asked about, or the draws that stand for them. */
  readonly rows: number
}

/** True when every sweep finds rows. */
export const canEvaluate = ({ steps }: Pick<EvaluationPlan, 'steps'>, sources: Sources, split?: Split): boolean => steps.every((step) =>
  step.kind === 'statistic' || step.datasets.every((name) => sourceOf(sources, name).rows(step.split === 'test' && split !== undefined ? split : step.split) > 0))

/** Rows of the longest sweep, or draws that stand for them; 0 where a split has none. */
export const rowsOf = (plan: EvaluationPlan, sources: Sources): number => (canEvaluate(plan, sources)
  ? Math.max(0, ...plan.steps.flatMap((step) => (step.kind === 'sweep' ? [sweepLength(step, sources).rows] : []))) : 0)

/** Throws a DataError before anything is run when a split has no rows. `known` is added to, and what is there is taken from it. */
export async function evaluate(plan: EvaluationPlan, context: ValueContext, known: Known = new Map()): Promise<Evaluation> {
  await makeValues(plan.steps, context, known)
  const finish = programOf(context.graph, plan.finish)
  const feeds = fillFeeds(finish, { ...context, batches: {}, rowsOf: noRows, noise: noiseAt(context, 0), values: Object.fromEntries(known) })
  const outputs = await context.session.run(finish.name, feeds, {}, plan.results)
  const sweeps = plan.steps.filter((step) => step.kind === 'sweep')
  const first = sweeps.find((sweep) => sweep.split === 'test' && sweep.rows === null) ?? sweeps[0]
  return {
    results: Object.fromEntries(plan.results.map((name) => [name, outputs[name]![0]!])),
    rows: first === undefined ? 0 : sweepLength(first, context.sources, context.split).rows,
  }
}

const noRows = (dataset: string): never => { throw new RangeError(`the finishing program reads data of "${dataset}"`) }

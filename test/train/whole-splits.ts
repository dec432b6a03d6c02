/** Compiles a spec, binds rows written out by hand to its data, and evaluates metrics and figures in float64. */
import { compile } from '../../compiler/compile.ts'
import type { Plan } from '../../compiler/lower/plan.ts'
import type { Session } from '../../runtime/engine.ts'
import { drawFigure, type FigureContext } from '../../runtime/figures/figure.ts'
import type { Drawing } from '../../runtime/figures/drawing.ts'
import { evaluate } from '../../runtime/train/evaluate.ts'
import { DONE } from '../../runtime/train/feeds.ts'
import { initializeStore } from '../../runtime/train/store.ts'
import type { RowSource, Split } from '../../runtime/train/source.ts'
import type { Known, ValueContext } from '../../runtime/train/values.ts'
import { referenceEngine } from './reference-engine.ts'

/** Rows of a split: one number or several for each field. */
export type Rows = Readonly<Record<string, readonly (number | readonly number[])[]>>
export type Data = Readonly<Record<string, Readonly<Partial<Record<Split, Rows>>>>>

export interface Evaluated {
  readonly plan: Plan
  readonly metrics: (context?: Partial<ValueContext>) => Promise<Readonly<Record<string, number>>>
  readonly draw: (name: string) => Promise<Drawing>
  /** Programs run so far. */
  readonly runs: () => readonly string[]
}

/** `data` by set; a spec with one set calls it `data`. Throws with the diagnostics when the spec does not compile, or leaves something out. */
export async function evaluated(source: string, data: Data): Promise<Evaluated> {
  const { graph, plan, diagnostics } = compile(source)
  if (graph === null || plan === null || diagnostics.length > 0) throw new Error(diagnostics.map((d) => `${d.code}: ${d.message}`).join('\n'))
  const runs: string[] = []
  const inner = await referenceEngine.load(graph)
  initializeStore(inner, graph, 1)
  const session: Session = Object.create(inner, { run: { value: (...args: Parameters<Session['run']>) => { runs.push(args[0]); return inner.run(...args) } } })
  const sources = Object.fromEntries(Object.entries(data).map(([name, splits]) => [name, sourceOf(splits)]))
  const known: Known = new Map()
  const context: FigureContext = { session, graph, sources, seed: 1, clock: DONE, log: [], known }
  const stage = plan.stages.at(-1)!
  return {
    plan, runs: () => runs,
    metrics: async (more = {}) => (await evaluate(stage.metrics!, { ...context, ...more }, Object.keys(more).length > 0 ? new Map() : known)).results,
    draw: (name) => drawFigure(stage.figures.find((figure) => figure.name === name)!, context),
  }
}

function sourceOf(splits: Data[string]): RowSource {
  return {
    rows: (split) => Object.values(splits[split] ?? {})[0]?.length ?? 0,
    read(split, field, rows, out) {
      const values = splits[split]![field]!
      out.set(Array.from(rows, (row) => values[row]!).flat())
    },
  }
}

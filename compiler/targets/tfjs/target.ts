/** Target tfjs: the training graph as a readable ES module. */
import type { Graph } from '../../graph/graph.ts'
import type { Plan } from '../../lower/plan.ts'
import type { Spec } from './notes.ts'
import { emitModule } from './module.ts'

export { emitModule } from './module.ts'

export interface TfjsOptions {
  readonly graph: Graph
  readonly plan: Plan
  readonly spec?: Spec | undefined
  /** What the file will be called: `vae.js`. */
  readonly file?: string | undefined
}

/** The module, laid out by prettier. The same graph gives the same text; with the spec, comments show its formulas. */
export async function writeTfjs({ graph, plan, spec, file }: TfjsOptions): Promise<string> {
  const [prettier, estree, babel] = await Promise.all([import('prettier/standalone'), import('prettier/plugins/estree'), import('prettier/plugins/babel')])
  const batch = plan.stages.find((stage) => stage.train !== null)?.train?.batch
  const { text } = emitModule(graph, { spec, file, batch })
  return prettier.format(text, { parser: 'babel', plugins: [estree, babel], semi: false, singleQuote: true, printWidth: 110 })
}

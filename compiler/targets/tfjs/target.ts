/** Target tfjs: the training graph as a readable ES module. */
import type { Graph } from '../../graph/graph.ts'
import type { Plan } from '../../lower/plan.ts'
import { emitModule } from './module.ts'

export { emitModule } from './module.ts'

/** The module, laid out by prettier. The same graph gives the same text. */
export async function writeTfjs({ graph }: { readonly graph: Graph; readonly plan: Plan }): Promise<string> {
  const [prettier, estree, babel] = await Promise.all([import('prettier/standalone'), import('prettier/plugins/estree'), import('prettier/plugins/babel')])
  return prettier.format(emitModule(graph).text, { parser: 'babel', plugins: [estree, babel], semi: false, singleQuote: true, printWidth: 110 })
}

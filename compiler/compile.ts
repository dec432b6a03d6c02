/** The pipeline on one page: source → AST → model → graph → programs. */
import type { Diagnostic } from './diagnostics/diagnostic.ts'
import type { Graph } from './graph/graph.ts'
import type { Model } from './model/model.ts'
import type { Plan } from './lower/plan.ts'

/** What is known of a spec after compiling. `model`, `graph` and `plan` are null when there are errors. */
export interface Compiled {
  readonly diagnostics: readonly Diagnostic[]
  readonly model: Model | null
  readonly graph: Graph | null
  readonly plan: Plan | null
}

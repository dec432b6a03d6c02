/**
 * The pipeline on one page: source → AST → model → graph → programs ready to run.
 *
 * Each step is a function from one printable value to the next and knows nothing of the later ones. Every step may
 * stop the road with diagnostics; none throws for a mistake in the spec.
 */
import type { Spec } from '../grammar/ast.ts'
import type { Diagnostic } from './diagnostics/diagnostic.ts'
import type { Graph } from './graph/graph.ts'
import type { Model } from './model/model.ts'
import type { Plan } from './lower/plan.ts'
import type { Flavour } from './passes/pipeline.ts'
import { parse } from '../grammar/parse.ts'
import { check } from './check.ts'
import type { FromOutside } from './check.ts'
import { isError } from './diagnostics/diagnostic.ts'
import { report } from './diagnostics/report.ts'
import { beside, syntaxDiagnostics } from './diagnostics/syntax.ts'
import { lowerModel, type Lowered } from './lower/lower.ts'
import { specHash } from './model/hash.ts'
import { finished } from './passes/pipeline.ts'

export interface CompileOptions extends FromOutside {
  /** Which engine the programs are meant for. */
  readonly flavour?: Flavour
}

/** What is known of a spec after checking. `model` is null when there are errors. */
export interface Checked {
  readonly spec: Spec
  readonly diagnostics: readonly Diagnostic[]
  readonly model: Model | null
}

/** What is known of a spec after compiling. What a step with errors would have made, and all after it, is null. */
export interface Compiled extends Checked {
  /** Before derivatives are written out. */
  readonly lowered: Graph | null
  /** Ready to run. */
  readonly graph: Graph | null
  readonly plan: Plan | null
}

/** Source → AST → model. */
export function checkSource(source: string, options: CompileOptions = {}): Checked {
  const { spec, errors } = parse(source)
  const syntax = syntaxDiagnostics(errors, source)
  // A partial AST is checked too, so that one slip does not hide the others.
  const { model, diagnostics } = check(spec, { source, ...options })
  return { spec, diagnostics: [...syntax, ...beside(errors, spec, source, diagnostics)], model: syntax.some(isError) ? null : model }
}

/** Source → AST → model, with what could not be compiled of it told as well. */
export function checkWhole(source: string, options: CompileOptions = {}): Checked {
  const checked = checkSource(source, options)
  if (checked.model === null) return checked
  return { ...checked, diagnostics: [...checked.diagnostics, ...leftOut(lowerModel(checked.model, '').unsupported)] }
}

const leftOut = (unsupported: Lowered['unsupported']): readonly Diagnostic[] =>
  unsupported.map(({ construct, span, fatal }) => report(fatal ? 'compile/unsupported' : 'compile/left-out', { what: construct }, span))

/** Source → programs. */
export function compile(source: string, options: CompileOptions = {}): Compiled {
  const checked = checkSource(source, options)
  if (checked.model === null) return { ...checked, lowered: null, graph: null, plan: null }

  // Networks, distributions and steps become nodes; `E`, binders and axes are gone from here on.
  const { graph: lowered, plan, unsupported } = lowerModel(checked.model, specHash(checked.model))
  const diagnostics = [...checked.diagnostics, ...leftOut(unsupported)]
  if (unsupported.some((u) => u.fatal)) return { ...checked, diagnostics, lowered, graph: null, plan: null }

  // Derivatives are written out, then each pass makes the programs cheaper without changing a result.
  const graph = finished(lowered, options.flavour ?? 'portable')
  return { ...checked, diagnostics, lowered, graph, plan }
}

/** Model → programs, store and plan. Derivatives are still `grad` and `jacobian` nodes, noise is still `random`. */
import type { Span } from '../../grammar/ast.ts'
import type { Graph, Program, StoreEntry } from '../graph/graph.ts'
import type { Model, Stage, Step } from '../model/model.ts'
import type { Plan, StagePlan } from './plan.ts'
import type { Setting } from './program.ts'
import { lowerEvaluation } from './evaluation.ts'
import type { Evaluation, Wanted } from './evaluation.ts'
import { lowerFigure } from './figure.ts'
import type { LoweredFigure } from './figure.ts'
import { codePictures, reconstructPicture, samplePicture } from './picture.ts'
import { lowerRound } from './round.ts'
import { Unsupported, equationOf } from './scope.ts'
import { batchScope, newTarget } from './program.ts'
import { nameSites } from './sites.ts'
import { newPool } from './whole.ts'
import type { Pool } from './whole.ts'

export interface Lowered {
  readonly graph: Graph
  readonly plan: Plan
  /** Constructs left out: a step that could not be lowered is fatal, a metric or figure is not. */
  readonly unsupported: readonly { readonly construct: string; readonly span: Span; readonly fatal: boolean }[]
}

export function lowerModel(model: Model, specHash: string): Lowered {
  const sites = nameSites(model)
  const programs: Program[] = []
  const entries: StoreEntry[] = []
  const unsupported: Lowered['unsupported'][number][] = []
  /** Runs one part; a construct that is not compiled is noted and the part left out. */
  const attempt = <T>(fatal: boolean, part: () => T): T | null => {
    try { return part() } catch (problem) {
      if (!(problem instanceof Unsupported)) throw problem
      unsupported.push({ construct: problem.construct, span: problem.span, fatal })
      return null
    }
  }
  const evaluate = (setting: Setting, pool: Pool, prefix: string, wanted: readonly Wanted[]): Evaluation | null => {
    // One by one first, so that one metric that is not compiled does not take the others with it.
    const able = wanted.filter((w) => attempt(false, () => lowerEvaluation(setting, newPool(setting, prefix), prefix, [w])) !== null)
    return lowerEvaluation(setting, pool, `${prefix}.finish`, able)
  }

  const stages = model.stages.map((stage): StagePlan => {
    const setting: Setting = { model, stage, sites }
    const prefix = model.stages.length > 1 ? `${stage.name}.` : ''
    const round = stage.train && attempt(true, () => lowerRound(setting, stage.train!, `${prefix}round`))
    if (round) {
      programs.push(round.program)
      entries.push(...round.entries)
    }
    const ofTerms = newPool(setting, `${prefix}terms`)
    const terms = evaluate(setting, ofTerms, `${prefix}terms`, [...termsOf(setting), ...objectiveOf(stage)])
    // Metrics and figures ask one pool: what both need is computed once.
    const pool = newPool(setting, `${prefix}metrics`)
    const metrics = evaluate(setting, pool, `${prefix}metrics`, stage.metrics.map((name) => wanted(setting, name)))
    const figures = figuresOf(setting, pool, prefix, attempt)
    programs.push(
      ...ofTerms.programs(), ...(terms ? [terms.program] : []), ...pool.programs(), ...(metrics ? [metrics.program] : []),
      ...figures.flatMap((figure) => figure.program ?? [])
    )
    return { name: stage.name, train: round?.plan ?? null, terms: terms?.plan() ?? null, metrics: metrics?.plan() ?? null, figures: figures.map((f) => f.plan()) }
  })

  const setting: Setting = { model, stage: model.stages.at(-1)!, sites }
  const sample = attempt(false, () => samplePicture(setting))
  const reconstruct = attempt(false, () => reconstructPicture(setting))
  const code = attempt(false, () => codePictures(setting))
  for (const picture of [sample, reconstruct]) if (picture) programs.push(picture.program)
  programs.push(...(code?.programs ?? []))

  return {
    graph: { version: 1, model: model.name, specHash, store: storeOf(model, programs, entries), programs },
    plan: {
      data: model.data.map((d) => ({ name: d.name, fields: d.fields })),
      stages, sample: sample?.plan ?? null, reconstruct: reconstruct?.plan ?? null, code: code?.plan ?? null
    },
    unsupported
  }
}

type Attempt = <T>(fatal: boolean, part: () => T) => T | null

function figuresOf(setting: Setting, pool: Pool, prefix: string, attempt: Attempt): LoweredFigure[] {
  const counts = new Map<string, number>()
  return setting.stage.figures.flatMap((figure) => {
    const count = (counts.get(figure.kind) ?? 0) + 1
    counts.set(figure.kind, count)
    const name = `${figure.kind}-${count}`
    // On trial first: what is left out asks nothing of the pool that the others share.
    const trial = newPool(setting, name)
    const lowered = attempt(false, () => lowerFigure(setting, trial, figure, name, `${prefix}${name}`))
    if (!lowered) return []
    return trial.programs().length === 0 ? [lowered] : [lowerFigure(setting, pool, figure, name, `${prefix}${name}`)]
  })
}

function wanted(setting: Setting, name: string): Wanted {
  const { value, span } = equationOf(batchScope(newTarget(setting, { stream: 'eval' }), 0), name)
  return { name, value: { kind: 'equation', name, given: {}, type: value.type, span } }
}

const termsOf = (setting: Setting): Wanted[] => setting.stage.terms.map((name) => wanted(setting, name))

/** What a stage with one step minimises (the negative of what it maximises: smaller is better). Two players have no common objective. */
function objectiveOf(stage: Stage): Wanted[] {
  const steps = (stage.train?.items ?? []).filter((i): i is Step => i.kind === 'step')
  const [only] = steps
  if (!only || stage.train!.items.length !== 1) return []
  return [{ name: 'objective', value: only.objective, negate: only.direction === 'maximize' }]
}

/** Every parameter of the model, and whatever else programs read or write. */
function storeOf(model: Model, programs: readonly Program[], entries: readonly StoreEntry[]): StoreEntry[] {
  const used = new Set(programs.flatMap((p) => [...p.nodes.filter((n) => n.op === 'read').map((n) => String(n.attrs['entry'])), ...p.updates.map((u) => u.entry)]))
  const parameters = model.networks.flatMap((n) => n.parameters).map((p): StoreEntry =>
    ({ name: p.entry, shape: p.shape, dtype: 'float32', role: p.role, init: p.init, span: p.span }))
  const weights = model.weights.map((w): StoreEntry => ({ name: w.name, shape: w.shape, dtype: 'float32', role: 'parameter', init: w.init, span: w.span }))
  return [...parameters, ...weights, ...entries].filter((e) => used.has(e.name))
}

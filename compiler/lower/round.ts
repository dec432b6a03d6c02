/** The round of a stage: all its steps in textual order in one program, each seeing the updates before it. */
import type { Program, StoreEntry } from '../graph/graph.ts'
import type { Ref } from '../graph/builder.ts'
import type { Expr, Repeat, Step, Train } from '../model/model.ts'
import type { TrainPlan } from './plan.ts'
import type { Scope, Target } from './scope.ts'
import type { Setting } from './program.ts'
import type { Value } from './value.ts'
import { beginAverages, endAverages } from './average.ts'
import { clipFactor } from './clip.ts'
import { lower } from './expression.ts'
import { shapeOfEntry } from './layer.ts'
import { ruleOf } from './optimizer.ts'
import { batchScope, datasetsOf, finish, newTarget } from './program.ts'
import { entry, equationOf } from './scope.ts'
import { reduceLead } from './value.ts'

export interface Round { readonly program: Program; readonly plan: TrainPlan; readonly entries: readonly StoreEntry[] }

/** State of lowering one round. */
interface State {
  readonly setting: Setting
  readonly target: Target
  readonly entries: StoreEntry[]
  readonly updates: Map<string, Ref>
  readonly terms: Map<string, Ref>
  /** Scope of each pass so far; pass 0 is the round's own batch. */
  readonly passes: Scope[]
  /** Steps in order of the text: a repeated one keeps its optimiser. */
  readonly steps: readonly Step[]
  /** How many were taken so far, repetitions counted. */
  taken: number
}

export function lowerRound(setting: Setting, train: Train, programName: string): Round {
  const moved = movedNetworks(setting, train)
  const target = newTarget(setting, { stream: 'train', training: (n) => moved.has(n) })
  const state: State = { setting, target, entries: [], updates: new Map(), terms: new Map(), passes: [batchScope(target, 0)],
    steps: allSteps(train.items), taken: 0 }
  const declare = (e: StoreEntry): void => { declareEntry(state, e) }
  const averages = train.average === undefined ? [] : beginAverages(state.passes[0]!, movedParameters(state), stagePrefix(state), declare)
  lowerItems(state, train.items, 0)
  if (train.average !== undefined) endAverages(state.passes[0]!, train.average, averages, state.updates)
  // Terms that no step minimises are logged all the same, with the weights as the round leaves them.
  for (const name of setting.stage.terms) recordTerm(state, name, state.passes[0]!)
  const terms = setting.stage.terms.map((name) => ({ name, ref: state.terms.get(name)! }))
  const updates = [...state.updates].map(([name, ref]) => ({ entry: name, ref }))
  return {
    program: finish(target, programName, terms, updates),
    entries: state.entries,
    plan: {
      program: programName, batch: train.batch, length: train.length, rows: train.rows, report: train.report, terms: setting.stage.terms,
      passes: state.passes.map((_, pass) => ({ datasets: datasetsOf(target, pass) }))
    }
  }
}

/** Networks with a parameter that some step of the stage moves: the others run in inference mode. */
function movedNetworks({ model }: Setting, train: Train): Set<string> {
  const entries = new Set(allSteps(train.items).flatMap((s) => s.parameters))
  return new Set(model.networks.filter((n) => n.parameters.some((p) => entries.has(p.entry))).map((n) => n.name))
}

const allSteps = (items: Train['items']): Step[] => items.flatMap((i) => (i.kind === 'step' ? [i] : allSteps(i.items)))

function lowerItems(state: State, items: readonly (Step | Repeat)[], pass: number): void {
  for (const item of items) {
    if (item.kind === 'step') lowerStep(state, item, state.passes[pass]!)
    else for (let i = 0; i < item.count; i++) {
      const own = state.passes.push(batchScope(state.target, state.passes.length)) - 1
      lowerItems(state, item.items, own)
    }
  }
}

function lowerStep(state: State, step: Step, scope: Scope): void {
  const { builder, statistics } = state.target
  const index = state.steps.indexOf(step)
  const name = `${stagePrefix(state)}step${index}`
  builder.within({ step: state.taken++ }, () => {
    for (const term of termsIn(state, step.objective)) recordTerm(state, term, scope)
    const objective = overSamples(scope, lower(scope, step.objective))
    const cost = step.direction === 'maximize' ? builder.add('neg', [objective]) : objective
    builder.within({ phase: 'update' }, () => {
      const rate = builder.within({ local: 'rate' }, () => lower(scope, step.optimizer.learningRate).ref)
      const update = (e: string, value: Ref): void => { state.updates.set(e, value) }
      const rule = ruleOf({ scope, name, optimizer: step.optimizer, rate, declare: (e) => { declareEntry(state, e) }, update })
      const slopes = new Map<Ref, Ref>()
      const slope = (value: Ref): Ref => {
        const known = slopes.get(value) ?? builder.within({ phase: 'backward' }, () => builder.add('grad', [cost, value]))
        slopes.set(value, known)
        return known
      }
      const present = (parameter: string): Ref => entry(scope, parameter, parameterShape(state, parameter))
      const { clip } = step
      const clipped = clip === undefined ? [] : step.parameters.map((p) => slope(present(p)))
      const factor = clip === undefined ? null : builder.within({ local: 'clip' }, () => clipFactor(builder, lower(scope, clip).ref, clipped))
      const next = step.parameters.map((parameter) => {
        const shape = parameterShape(state, parameter)
        const value = present(parameter)
        const gradient = factor === null ? slope(value) : builder.add('mul', [slope(value), factor])
        return { parameter, value: builder.within({ layer: parameter }, () => rule({ entry: parameter, shape, value, gradient })) }
      })
      // Only now: every gradient of a step is taken at the weights before it. Behind the update lies no gradient.
      for (const { parameter, value } of next) setVersion(state, parameter, value)
      for (const [statistic, { value }] of statistics) if (ownedBy(state, step, statistic)) setVersion(state, statistic, value)
      for (const e of state.updates) if (e[0].includes('/')) state.target.versions.set(e[0], e[1])
    })
    statistics.clear()
  })
}

/** What entries that belong to a stage begin with, where there are several. */
const stagePrefix = ({ setting: { model, stage } }: State): string => (model.stages.length > 1 ? `${stage.name}.` : '')

function declareEntry(state: State, e: StoreEntry): void {
  if (!state.entries.some((known) => known.name === e.name)) state.entries.push(e)
}

/** All that the steps of the round move, each once. */
const movedParameters = (state: State): { readonly entry: string; readonly shape: readonly number[] }[] =>
  [...new Set(state.steps.flatMap((step) => step.parameters))].map((name) => ({ entry: name, shape: parameterShape(state, name) }))

function setVersion(state: State, name: string, value: Ref): void {
  state.updates.set(name, value)
  state.target.versions.set(name, state.target.builder.add('stopGradient', [value]))
}

const ownedBy = (state: State, step: Step, statistic: string): boolean =>
  state.target.model.networks.some((n) => n.parameters.some((p) => p.entry === statistic) && n.parameters.some((p) => step.parameters.includes(p.entry)))

function parameterShape({ target: { model } }: State, name: string): readonly number[] {
  return model.weights.find((w) => w.name === name)?.shape ?? shapeOfEntry(model, name)
}

/** E over the batch; a single value is its own mean. */
function overSamples(scope: Scope, value: Value): Ref {
  return (scope.sample ? reduceLead(scope.target.builder, 'mean', value, scope.sample) : value).ref
}

function recordTerm(state: State, name: string, scope: Scope): void {
  if (state.terms.has(name)) return
  const equation = equationOf(scope, name)
  const use: Expr = { kind: 'equation', name, given: {}, type: equation.value.type, span: equation.span }
  state.terms.set(name, state.target.builder.within({ term: name }, () => overSamples(scope, lower(scope, use))))
}

/** Loss terms that an objective mentions, through lets too. */
function termsIn(state: State, expr: Expr): string[] {
  const found = new Set<string>()
  const visit = (value: unknown): void => {
    if (value === null || typeof value !== 'object') return
    if ('kind' in value && value.kind === 'equation' && 'name' in value) {
      const equation = equationOf(state.passes[0]!, String(value.name))
      if (equation.role === 'term') found.add(equation.name)
      else visit(equation.value)
    }
    for (const part of Object.values(value)) visit(part)
  }
  visit(expr)
  return state.setting.stage.terms.filter((t) => found.has(t))
}

/** Names and types: a syntax tree becomes a typed model, or diagnostics that say why not. Never throws for a spec's mistake. */
import type { Spec } from '../grammar/ast.ts'
import { isError, type Diagnostic } from './diagnostics/diagnostic.ts'
import type { Model, Network } from './model/model.ts'
import { finiteRanges } from './model/finite.ts'
import { declare } from './names/declare.ts'
import type { Declared } from './names/symbols.ts'
import type { SourceFile } from './names/walk.ts'
import { stateFor } from './types/apply.ts'
import { fail, type Checker, type Hint, type World } from './types/checker.ts'
import { declareData } from './types/data.ts'
import { drawFrom } from './types/draws.ts'
import { elaborateEquation } from './types/equations.ts'
import { gameChecks } from './types/game.ts'
import { evaluateHypers, sayingWhatWasSet } from './types/hypers.ts'
import { bring, type FromOutside } from './types/imports.ts'
import { elaborateLaw } from './types/laws.ts'
import { markEvaluationOnly } from './types/evaluation-only.ts'
import { warnNotReached, warnUntrained } from './types/players.ts'
import type { Places } from './types/places.ts'
import { elaborateStages } from './types/stages.ts'
import { warnUnused } from './types/unused.ts'
import { freeWeight } from './types/weights.ts'
import { mainWorld } from './types/world.ts'

export type { FromOutside, GivenSettings, Imports } from './types/imports.ts'
export type { Hint } from './types/checker.ts'

export interface CheckOptions extends FromOutside {
  readonly source: string
}

/** A spec as editors see it. */
export interface Understood {
  readonly diagnostics: readonly Diagnostic[]
  /** Types by place. */
  readonly hints: readonly Hint[]
  readonly types: Places
  /** What could be understood of the model, beside mistakes too; never to be compiled. */
  readonly partial: Model
}

export interface CheckResult extends Understood {
  /** Null exactly when a diagnostic is an error. */
  readonly model: Model | null
}

export const check = (spec: Spec, options: CheckOptions): CheckResult => complete(understandFile(spec, options, []))

/** As `check`, without the model that can be compiled: a copy of all of it, which no editor reads. */
export const understand = (spec: Spec, options: CheckOptions): Understood => understandFile(spec, options, [])

const complete = (found: Understood): CheckResult => ({ ...found, model: found.diagnostics.some(isError) ? null : finiteRanges(found.partial) })

function understandFile(spec: Spec, options: CheckOptions, chain: readonly string[]): Understood {
  const brought = bring(spec, options, chain, (file: SourceFile, outside, inner) => complete(understandFile(file.spec, { source: file.source, ...outside }, inner)))
  const declarations = [...brought.declarations, ...spec.declarations]
  const { declared, problems } = declare(declarations, brought.givens)
  const checker: Checker = {
    source: options.source, found: [...brought.diagnostics], hints: [], types: new Map(), hypers: new Map(), datasets: [], fields: new Map(),
    givens: new Map([...brought.givens].flatMap(([name, model]) => (model === null ? [] : [[name, model] as const]))),
    used: new Set(), free: new WeakMap(), written: new WeakMap(),
  }
  const world = mainWorld(checker, declared)
  for (const p of problems) {
    if (p.kind === 'reserved') fail(world, 'names/reserved', { name: p.name, what: p.what }, p.span)
    else fail(world, 'names/duplicate', { name: p.name, what: p.what }, p.span, p.earlier === null ? {} : { related: [{ span: p.earlier, message: `${p.name} is declared here` }] })
  }
  const top = spec.declarations.find((d) => d.kind === 'model')?.span ?? { start: 0, end: 0 }
  evaluateHypers(world, options.overrides ?? {}, top)
  declareData(world, declared)
  const model = elaborateModel(world, declared, spec, brought.hashes)
  // What a name that could not be imported would stand for has been told where it is imported.
  const told = ({ code, span }: Diagnostic): boolean => code.startsWith('names/') && code !== 'names/import' && brought.lost.has(options.source.slice(span.start, span.end))
  const diagnostics = [...sayingWhatWasSet(checker, checker.found)].filter((d) => !told(d)).sort((a, b) => a.span.start - b.span.start)
  return { diagnostics, hints: checker.hints, types: checker.types, partial: model }
}

function elaborateModel(world: World, declared: Declared, spec: Spec, hashes: ReadonlyMap<string, string>): Model {
  const { checker } = world
  // Data first, then what reads it, in the order of the source; each is checked once, when first needed.
  const distributions = [...declared.distributions.values()].flat().sort((a, b) => a.span.start - b.span.start)
    .flatMap((node) => elaborateLaw(world, node) ?? [])
  const draws = [...declared.symbols].flatMap(([name, symbol]) => {
    const draw = symbol.kind === 'draw' ? drawFrom(world, name) : null
    return draw === null ? [] : [{ name, ...draw }]
  })
  const equations = [...declared.symbols].flatMap(([name, symbol]) =>
    (symbol.kind === 'equation' ? elaborateEquation(world, name, symbol.node.span) ?? [] : []))
  const weights = [...declared.symbols.values()].flatMap((s) => (s.kind === 'weight' ? freeWeight(world, s.node) ?? [] : []))
  const stages = elaborateStages(world, declared)
  const givens = [...checker.givens]
  const header = spec.declarations.find((d) => d.kind === 'model')
  const model: Model = {
    name: header?.kind === 'model' && header.name.text !== '' ? header.name.text : 'Model',
    doc: header?.kind === 'model' ? header.doc : '',
    data: checker.datasets,
    hypers: [...checker.hypers.values()],
    weights: [...weights, ...givens.flatMap(([, m]) => m.weights)],
    networks: [...appliedNetworks(world), ...givens.flatMap(([, m]) => m.networks)],
    distributions: [...distributions, ...givens.flatMap(([, m]) => m.distributions)],
    draws,
    equations: [...equations, ...givens.flatMap(([, m]) => m.equations)],
    stages,
    givens: declared.declarations.flatMap((d) => (d.kind === 'given' && checker.givens.has(d.name.text)
      ? [{ name: d.name.text, from: d.from.value, specHash: hashes.get(d.name.text) ?? '', span: d.span }] : [])),
  }
  gameChecks(world)
  // Of a spec with mistakes it is not known what is unused or untrained.
  if (!checker.found.some(isError)) {
    warnNotReached(world, model)
    warnUntrained(world, model)
    warnUnused(world, declared)
  }
  return markEvaluationOnly(world, model)
}

/** In source order, with the types of their first application. */
function appliedNetworks(world: World): readonly Network[] {
  return [...world.symbols].flatMap(([name, symbol]) => {
    if (symbol.kind !== 'network' || symbol.node.role === 'block') return []
    return stateFor(world, name).first?.variant.network ?? []
  })
}

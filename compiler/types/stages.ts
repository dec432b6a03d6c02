/** Stages: the model's train block, figures and metrics, or each stage's own over what it overrides. */
import type { Declaration, Stage as StageAst, Train as TrainAst } from '../../grammar/ast.ts'
import type { Equation, Figure, Network, Stage } from '../model/model.ts'
import { declare } from '../names/declare.ts'
import { describe, type Declared, type ModelSymbol } from '../names/symbols.ts'
import { fail, type World } from './checker.ts'
import { elaborateEquation } from './equations.ts'
import { elaborateFigures } from './figures.ts'
import { stateFor } from './apply.ts'
import { elaborateTrain } from './train.ts'
import { checkFree } from './unbound.ts'
import { checkArrays, checkOneBatch } from './whole.ts'
import { readersIn, stageWorld, type Readers } from './world.ts'

const trainsIn = (declarations: readonly Declaration[]): readonly TrainAst[] => declarations.flatMap((d) => (d.kind === 'train' ? [d] : []))
const figuresIn = (world: World, declarations: readonly Declaration[]): readonly Figure[] => declarations.flatMap((d) => (d.kind === 'figures' ? elaborateFigures(world, d) : []))
const namesOf = (symbols: ReadonlyMap<string, ModelSymbol>, role: 'term' | 'metric'): readonly string[] =>
  [...symbols].filter(([, s]) => s.kind === 'equation' && s.role === role).map(([name]) => name)

/** The single train block; a second one is told. */
function soleTrain(world: World, declarations: readonly Declaration[]): TrainAst | null {
  const [first, second] = trainsIn(declarations)
  if (first !== undefined && second !== undefined) fail(world, 'training/two-blocks', {}, second.span, { related: [{ span: first.span, message: 'the first one' }] })
  return first ?? null
}

export function elaborateStages(main: World, declared: Declared): readonly Stage[] {
  const train = soleTrain(main, declared.declarations)
  const trains = train !== null || declared.stages.some((stage) => trainsIn(stage.declarations).length > 0)
  checkEnds(main, declared.symbols, trains)
  if (declared.stages.length === 0) {
    const whole = declared.declarations[0]?.span ?? { start: 0, end: 0 }
    return [{
      name: 'main', equations: [], networks: [], train: train === null ? null : elaborateTrain(main, train),
      metrics: namesOf(declared.symbols, 'metric'), terms: namesOf(declared.symbols, 'term'),
      figures: figuresIn(main, declared.declarations), span: train?.span ?? whole,
    }]
  }
  const seen = new Set<string>()
  const inherited: Inherited = { train, terms: namesOf(declared.symbols, 'term'), metrics: namesOf(declared.symbols, 'metric'), readers: readersIn(main) }
  return declared.stages.map((stage, i) => {
    const { text, span } = stage.name
    if (seen.has(text) && text !== '') fail(main, 'names/duplicate', { name: text, what: 'a stage' }, span)
    seen.add(text)
    return elaborateStage(main, declared, stage, inherited, i === declared.stages.length - 1)
  })
}

/** What stages have of the model. */
interface Inherited { readonly train: TrainAst | null; readonly terms: readonly string[]; readonly metrics: readonly string[]; readonly readers: Readers }

function elaborateStage(main: World, declared: Declared, stage: StageAst, inherited: Inherited, last: boolean): Stage {
  const own = declareInStage(main, stage)
  const world = own.size === 0 ? main : stageWorld(main, stage.name.text, own, inherited.readers)
  const train = soleTrain(main, stage.declarations) ?? inherited.train
  checkEnds(world, own, train !== null)
  const elaborated = train === null ? null : elaborateTrain(world, train)
  const figures = [...figuresIn(world, stage.declarations), ...(last ? figuresIn(world, declared.declarations) : [])]
  // In the order of their declarations.
  const affected = world === main ? [] : [...world.symbols.keys()].filter((name) => world.affected.has(name))
  const equations = affectedEquations(world, affected)
  const networks = stageNetworks(world, own, affected)
  return {
    name: stage.name.text, equations, networks, train: elaborated,
    metrics: [...(last ? inherited.metrics : []), ...namesOf(own, 'metric').filter((m) => !declared.symbols.has(m) || !last)],
    terms: [...inherited.terms, ...namesOf(own, 'term').filter((t) => !declared.symbols.has(t))],
    figures, span: stage.span,
  }
}

/** What a stage declares, with what it may not declare told. */
function declareInStage(main: World, stage: StageAst): ReadonlyMap<string, ModelSymbol> {
  const { declared, problems } = declare(stage.declarations, new Map())
  for (const p of problems) {
    if (p.kind === 'reserved') fail(main, 'names/reserved', { name: p.name, what: p.what }, p.span)
    else fail(main, 'names/duplicate', { name: p.name, what: p.what }, p.span, p.earlier === null ? {} : { related: [{ span: p.earlier, message: 'declared here' }] })
  }
  for (const d of stage.declarations) {
    const allowed = d.kind === 'let' || d.kind === 'loss' || d.kind === 'metric' || d.kind === 'network' || d.kind === 'train' || d.kind === 'figures'
    if (!allowed) fail(main, 'training/stage-declaration', { what: d.kind }, d.span)
  }
  const own = new Map<string, ModelSymbol>()
  for (const [name, symbol] of declared.symbols) {
    const outer = main.symbols.get(name)
    if (symbol.kind !== 'equation' && symbol.kind !== 'network') continue
    if (outer !== undefined && outer.kind !== symbol.kind) {
      fail(main, 'training/stage-override', { name, what: describe(outer) }, symbol.node.name.span, { related: [{ span: outer.node.name.span, message: `${name} is ${describe(outer)} here` }] })
      continue
    }
    own.set(name, symbol)
  }
  return own
}

/** Terms and metrics must have a value for every variable; a term that is trained, from one batch. */
function checkEnds(world: World, symbols: ReadonlyMap<string, ModelSymbol>, trains: boolean): void {
  for (const [name, symbol] of symbols) {
    if (symbol.kind !== 'equation') continue
    const equation = elaborateEquation(world, name, symbol.node.span)
    if (equation === null) continue
    if (symbol.role !== 'let') checkFree(world, equation.value, symbol.node.value.span)
    checkArrays(world, equation.value, symbol.role === 'let')
    if (symbol.role === 'term' && trains) checkOneBatch(world, equation.value, name, symbol.node.value.span)
  }
}

/** Every equation that means something else here than in the model. */
function affectedEquations(world: World, affected: readonly string[]): readonly Equation[] {
  return affected.flatMap((name) => {
    const symbol = world.symbols.get(name)!
    return symbol.kind === 'equation' ? elaborateEquation(world, name, symbol.node.span) ?? [] : []
  })
}

function stageNetworks(world: World, own: ReadonlyMap<string, ModelSymbol>, affected: readonly string[]): readonly Network[] {
  const networks: Network[] = []
  for (const name of affected) {
    const symbol = world.symbols.get(name)!
    if (symbol.kind !== 'network' || symbol.node.role === 'block') continue
    const network = stateFor(world, name).first?.variant.network
    if (network === undefined) continue
    if (own.has(name) && network.parameters.length > 0) {
      fail(world, 'training/stage-weights', { name, stage: world.stage ?? '' }, symbol.node.name.span)
    }
    networks.push(network)
  }
  return networks
}

/** Who moves: the parameters that a step changes, and checks on the game. */
import type { Step as StepAst } from '../../grammar/ast.ts'
import type { Expr, Model } from '../model/model.ts'
import { ownerOf } from '../model/walk.ts'
import { describe } from '../names/symbols.ts'
import { nearest } from '../names/suggest.ts'
import { fail, textAt, type World } from './checker.ts'
import { networkVariant } from './lookup.ts'
import { parametersReached } from './reach.ts'
import { addendsOf, type Addend } from './addends.ts'
import { stopsAt } from './saturating.ts'
import { mixedReductions } from './mixed.ts'

/** Entries owned by the names after `over` (all that is not given, without them) and reached by the objective. */
export function movedParameters(world: World, ast: StepAst, objective: Expr): readonly string[] | null {
  const { entries, blocked } = parametersReached(world, objective)
  const owners = ast.over.map((name) => name.text).filter((name) => name !== '')
  for (const name of ast.over) {
    if (name.text !== '' && !isPlayer(world, name.text)) return unknownPlayer(world, name.text, name.span)
    world.checker.used.add(ownerOf(name.text))
  }
  const statistics = new Set(statisticsOf(world, ownersOf([...entries, ...blocked.flatMap((draw) => [...draw.entries])])))
  const isOwned = (entry: string): boolean =>
    owners.length === 0 ? !isGiven(world, entry) : owners.some((owner) => entry === owner || entry.startsWith(`${owner}.`))
  const moved = [...entries].filter((entry) => isOwned(entry) && !statistics.has(entry))
  for (const draw of blocked) {
    const behind = [...draw.entries].filter((e) => isOwned(e) && !statistics.has(e))
    if (behind.length > 0) {
      return fail(world, 'training/no-gradient', { family: draw.family, parameter: behind[0]!, text: textAt(world, draw.use.span) }, draw.use.span, {
        related: [{ span: ast.span, message: 'this step would move it' }],
      })
    }
  }
  if (moved.length === 0) {
    const who = owners.length === 0 ? 'no parameter' : owners.join(', ')
    return fail(world, 'training/reaches-none', { who, text: textAt(world, ast.objective.span) }, ast.objective.span, { help: reachHelp(world, entries, owners) })
  }
  const addends = addendsOf(world, objective, ast.direction === 'minimize' ? 1 : -1)
  saturating(world, ast, addends, moved)
  mixedReductions(world, addends)
  return inOrder(world, moved)
}

function reachHelp(world: World, entries: ReadonlySet<string>, owners: readonly string[]): string {
  if (owners.length === 0) return 'The objective must depend on a network or weight; comparisons, argmax and stopGradient pass no gradient.'
  const reached = [...ownersOf([...entries])].filter((n) => world.symbols.has(n))
  return reached.length === 0 ? 'The objective reaches no network at all.' : `It reaches ${reached.join(', ')}. A weight belongs to the network in whose body its layer is written.`
}

const isGiven = (world: World, entry: string): boolean => world.checker.givens.has(ownerOf(entry))

function isPlayer(world: World, name: string): boolean {
  const symbol = world.symbols.get(ownerOf(name))
  if (symbol?.kind === 'given') return symbol.model === null || !name.includes('.') || partsOfGiven(symbol.model).includes(name)
  return !name.includes('.') && ((symbol?.kind === 'network' && symbol.node.role !== 'block') || symbol?.kind === 'weight')
}

const partsOfGiven = ({ networks, weights }: Model): readonly string[] => [...networks, ...weights].map(({ name }) => name)

function unknownPlayer(world: World, name: string, span: StepAst['span']): null {
  const players = [...world.symbols].flatMap(([n, s]) => (!isPlayer(world, n) ? [] : s.kind === 'given' && s.model !== null ? [n, ...partsOfGiven(s.model)] : [n]))
  const symbol = world.symbols.get(name)
  const near = nearest(name, players)
  return fail(world, 'training/over', { name, what: symbol === undefined ? null : describe(symbol), known: players.join(', ') }, span, near === null ? {} : {
    help: `Did you mean ${near}?`, fix: { title: `Write ${near}`, edits: [{ span, text: near }] },
  })
}

const ownersOf = (entries: readonly string[]): ReadonlySet<string> => new Set(entries.map(ownerOf))

function* statisticsOf(world: World, owners: ReadonlySet<string>): Iterable<string> {
  for (const name of owners) {
    if (world.symbols.get(name)?.kind !== 'network') continue
    for (const p of networkVariant(world, name)?.parameters ?? []) if (p.role === 'statistic') yield p.entry
  }
  for (const model of world.checker.givens.values()) for (const network of model.networks) for (const p of network.parameters) if (p.role === 'statistic') yield p.entry
}

/** In the order of the networks and their layers. */
function inOrder(world: World, entries: readonly string[]): readonly string[] {
  const order: string[] = []
  const owners = ownersOf(entries)
  for (const name of world.symbols.keys()) {
    if (!owners.has(name)) continue
    const symbol = world.symbols.get(name)!
    if (symbol.kind === 'network') order.push(...(networkVariant(world, name)?.parameters ?? []).map((p) => p.entry))
    if (symbol.kind === 'weight') order.push(name)
  }
  for (const model of world.checker.givens.values()) order.push(...model.networks.flatMap((n) => n.parameters.map((p) => p.entry)), ...model.weights.map((w) => w.name))
  const rank = new Map(order.map((entry, i) => [entry, i]))
  return [...entries].sort((a, b) => (rank.get(a) ?? order.length) - (rank.get(b) ?? order.length))
}

/** `minimize E[log(1 - D(G(z)))] over G`: its gradient vanishes where D is sure. */
function saturating(world: World, ast: StepAst, addends: readonly Addend[], moved: readonly string[]): void {
  for (const addend of addends) {
    const inner = addend.sign > 0 ? stopsAt(world, addend.expr) : null
    if (inner === null) continue
    const judge = parametersReached(world, inner.judge).entries
    const behind = inner.args.some((arg) => [...parametersReached(world, arg).entries].some((e) => moved.includes(e)))
    if (!behind || [...judge].filter((e) => e.startsWith(`${inner.name}.`)).some((e) => moved.includes(e))) continue
    const text = textAt(world, inner.judge.span)
    const others = addends.some((a) => a !== addend && [...parametersReached(world, a.expr).entries].some((e) => moved.includes(e)))
    const verb = ast.objective.span.start - ast.span.start
    const fixed = ast.direction === 'minimize' ? `-E[log ${text}]` : `E[log ${text}]`
    fail(world, 'training/saturating', { judge: inner.name, fixed: `${ast.direction} ${fixed}` }, ast.objective.span, others || verb <= 0 ? {} : {
      fix: { title: `${ast.direction} ${fixed}`, edits: [{ span: ast.objective.span, text: fixed }] },
    })
  }
}

/** Names after `over` that do nothing: in a train block that several stages share, in none of them. */
export function warnNotReached(world: World, model: Model): void {
  const byPlace = new Map<number, Extract<Item, { kind: 'step' }>[]>()
  for (const step of model.stages.flatMap((s) => stepsOf(s.train?.items ?? []))) byPlace.set(step.span.start, [...(byPlace.get(step.span.start) ?? []), step])
  for (const [first, ...others] of byPlace.values()) {
    for (const owner of first!.over) {
      const reached = [first!, ...others].some((s) => s.parameters.some((entry) => entry === owner || entry.startsWith(`${owner}.`)))
      if (!reached) fail(world, 'training/not-reached', { name: owner, text: textAt(world, first!.objective.span) }, first!.span)
    }
  }
}

/** Networks with parameters that no step of any stage moves. */
export function warnUntrained(world: World, model: Model): void {
  const steps = model.stages.flatMap((s) => stepsOf(s.train?.items ?? []))
  if (steps.length === 0) return
  const moved = new Set(steps.flatMap((s) => s.parameters))
  const networks = [...model.networks, ...model.stages.flatMap((s) => s.networks)]
  for (const network of networks) {
    const own = network.parameters.filter((p) => p.role === 'parameter')
    if (!network.given && own.length > 0 && !own.some((p) => moved.has(p.entry))) {
      fail(world, 'training/untrained', { name: network.name, what: network.role }, network.span)
    }
  }
  for (const weight of model.weights) {
    if (!weight.name.includes('.') && !moved.has(weight.name)) fail(world, 'training/untrained', { name: weight.name, what: 'weight' }, weight.span)
  }
}

type Item = NonNullable<Model['stages'][number]['train']>['items'][number]
export const stepsOf = (items: readonly Item[]): readonly Extract<Item, { kind: 'step' }>[] =>
  items.flatMap((item) => (item.kind === 'step' ? [item] : stepsOf(item.items)))


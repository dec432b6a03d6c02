/**
 * What checking a spec carries along: the worlds (the model's, and one for each stage that overrides something), what
 * was found, and what editors want to know. Passed from function to function; nothing global.
 */
import type { Distribution, Span } from '../../grammar/ast.ts'
import type { Diagnostic } from '../diagnostics/diagnostic.ts'
import { overlap } from '../diagnostics/fixes.ts'
import { report, type Details } from '../diagnostics/report.ts'
import type { ArgsOf, Code } from '../diagnostics/registry.ts'
import type {
  DataSet, DistributionEquation, DistributionUse, Equation, Expr, HyperValue, Model, Network, Parameter, ValueType,
} from '../model/model.ts'
import type { ModelSymbol } from '../names/symbols.ts'
import type { Place } from './places.ts'

/** A type at a place, for inlay hints and hovers. */
export interface Hint { readonly span: Span; readonly type: string; readonly shape: string }

export interface Checker {
  readonly source: string
  found: Diagnostic[]
  readonly hints: Hint[]
  /** Types of expressions by their places. */
  readonly types: Map<number, Place[]>
  readonly hypers: Map<string, HyperValue>
  readonly datasets: DataSet[]
  /** Types of data fields by name; null where the declaration is wrong. */
  readonly fields: Map<string, ValueType | null>
  readonly givens: Map<string, Model>
  /** Model-level names that something reads. */
  readonly used: Set<string>
  /** Free variables of equations, once computed. */
  readonly free: WeakMap<Equation, ReadonlySet<string>>
  /** Names written in a part of the syntax tree, once looked for. */
  readonly written: WeakMap<object, ReadonlySet<string>>
}

/** Where model-level names are looked up: the model's world, or a stage's over it. */
export interface World {
  readonly checker: Checker
  readonly stage: string | null
  readonly parent: World | null
  readonly symbols: ReadonlyMap<string, ModelSymbol>
  readonly distributions: ReadonlyMap<string, readonly Distribution[]>
  /** Names whose meaning differs from the parent's: overridden, or reaching an overridden one. `p/x` for distributions. */
  readonly affected: ReadonlySet<string>
  readonly equations: Map<string, EquationState>
  readonly networks: Map<string, NetworkState>
  readonly laws: Map<string, LawState>
  readonly variables: Map<string, ValueType | 'busy' | null>
  readonly draws: Map<string, DrawState>
}

export type EquationState = { readonly state: 'busy' } | { readonly state: 'done'; readonly equation: Equation | null }
export type LawState = { readonly state: 'busy' } | { readonly state: 'done'; readonly law: DistributionEquation | null }
export interface DrawState { readonly from: DistributionUse; readonly type: ValueType; readonly span: Span }

/** A body checked for one tuple of argument types. */
export interface Variant {
  readonly network: Network
  readonly coupled: boolean
}

export interface NetworkState {
  busy: boolean
  broken: boolean
  /** Where it was first applied; its formals and parameters have the types of that application. */
  first: { readonly span: Span; readonly variant: Variant } | null
  readonly variants: Map<string, Variant>
  /** Arguments of every application, for checks that compare them. */
  readonly applications: { readonly args: readonly Expr[]; readonly span: Span }[]
}

// ── scopes ──────────────────────────────────────────────────────────────────────────────────────────────────────────

export interface LocalName {
  readonly type: ValueType | null
  /** Number arguments of blocks may stand where a size is wanted. */
  readonly constant: number | null
  readonly span: Span
  used: boolean
}

/** Inside a network: its formals and locals, and the layers written so far. */
export interface BodyScope {
  readonly owner: string
  /** `` in the network itself, `Body.` in a block used there. */
  readonly path: string
  readonly names: Map<string, LocalName>
  readonly layers: { readonly ids: Map<string, Span>; readonly parameters: Parameter[] }
  /** Blocks being expanded, to stop recursion. */
  readonly blocks: readonly string[]
}

export interface BoundVariable { readonly type: ValueType | null; readonly span: Span; readonly constant: number | null }

export interface Env {
  readonly world: World
  readonly body: BodyScope | null
  readonly bound: ReadonlyMap<string, BoundVariable>
}

export const rootEnv = (world: World): Env => ({ world, body: null, bound: new Map() })

export const withBound = (env: Env, added: Iterable<readonly [string, BoundVariable]>): Env =>
  ({ ...env, bound: new Map([...env.bound, ...added]) })

// ── reporting ───────────────────────────────────────────────────────────────────────────────────────────────────────

type HasChecker = Checker | World | Env

const checkerOf = (where: HasChecker): Checker => ('found' in where ? where : 'checker' in where ? where.checker : where.world.checker)

/** Reports and gives null, the value of an expression whose mistake has been told. */
export function fail<C extends Code>(where: HasChecker, code: C, args: ArgsOf<C>, span: Span, details: Details = {}): null {
  const { found } = checkerOf(where)
  const diagnostic = report(code, args, span, details)
  const at = found.findIndex((d) => d.code === diagnostic.code && d.message === diagnostic.message)
  if (at < 0) found.push(diagnostic)
  else found[at] = merged(found[at]!, diagnostic)
  return null
}

/** The same thing said of another place is one message with two places, and one fix for both. */
function merged(first: Diagnostic, again: Diagnostic): Diagnostic {
  const { span } = again
  const related = first.related ?? []
  const known = [first.span, ...related.map((r) => r.span)].some((s) => s.start === span.start && s.end === span.end)
  if (known || first.severity !== 'error') return first
  const edits = [...first.fix?.edits ?? [], ...again.fix?.edits ?? []]
  // Where both would take away the same, one is mended after the other.
  const fix = first.fix !== undefined && again.fix?.title === first.fix.title && !overlap(edits) ? { fix: { ...first.fix, edits } } : {}
  return { ...first, ...fix, related: [...related, { span, message: 'the same here' }] }
}

export const hasErrors = (found: readonly Diagnostic[]): boolean => found.some((d) => d.severity === 'error')

/** Runs `body` with its diagnostics kept apart. */
export function trying<T>(where: HasChecker, body: () => T): { readonly value: T; readonly found: readonly Diagnostic[] } {
  const checker = checkerOf(where)
  const outer = checker.found
  const found: Diagnostic[] = []
  checker.found = found
  try { return { value: body(), found } } finally { checker.found = outer }
}

export const addHint = (where: HasChecker, span: Span, hint: Omit<Hint, 'span'>): void => {
  const { hints } = checkerOf(where)
  if (!hints.some((h) => h.span.start === span.start && h.span.end === span.end)) hints.push({ span, ...hint })
}

/** Adds what was found apart. */
export const keep = (where: HasChecker, diagnostic: Diagnostic): void => { checkerOf(where).found.push(diagnostic) }

/** The source text of a span, on one line. */
export const textAt = (where: HasChecker, span: Span): string => checkerOf(where).source.slice(span.start, span.end).replace(/\s+/g, ' ').trim()

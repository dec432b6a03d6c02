/** Parameter lists: of layers, functions, distributions, optimizers. The checker fills them, editors complete from them. */
import type { Arg, Expr as Ast, Span } from '../../grammar/ast.ts'
import type { Expr } from '../model/model.ts'
import { nearest } from '../names/suggest.ts'
import { fail, type Env } from './checker.ts'

export type ParamKind =
  /** An expression with a type. */
  | 'value'
  /** A whole number of at least 1. */
  | 'size'
  /** One size for both directions, or `[height, width]`. */
  | 'pair'
  /** A constant. */
  | 'number'
  | 'boolean'
  /** One of `words`. */
  | 'word'
  /** A name of the writer's choice. */
  | 'identifier'
  | 'activation'
  | 'initializer'

export interface Param {
  readonly name: string
  readonly kind: ParamKind
  /** Left out: the parameter is required. Null: may be missing. */
  readonly default?: number | string | boolean | null
  readonly words?: readonly string[]
  /** Takes all further positional arguments. */
  readonly rest?: boolean
  /** Must be written with its name. */
  readonly named?: boolean
  readonly doc: string
}

/** A row of a table that is called with arguments. */
export interface Signature {
  readonly name: string
  readonly doc: string
  readonly params: readonly Param[]
}

/** An argument as written, or the value that came through `->`. */
export interface Item { readonly span: Span; readonly ast: Ast | null; readonly expr: Expr | null }

export const itemOf = (ast: Ast): Item => ({ span: ast.span, ast, expr: null })
export const pipedItem = (expr: Expr): Item => ({ span: expr.span, ast: null, expr })

export type Matched = ReadonlyMap<string, readonly Item[]>

/** `conv2d(input, filters, kernelSize, strides: …)` */
export const showSignature = (s: Signature): string =>
  `${s.name}(${s.params.map((p) => (p.named === true ? `${p.name}:` : p.rest === true ? `${p.name}…` : p.name)).join(', ')})`

/**
 * Sorts arguments to parameters; `piped` comes first. Reports unknown, doubled, surplus and missing ones.
 * A piped value whose mistake has been told is passed as `broken`, which fills its place silently.
 */
export function matchArguments(
  env: Env, signature: Signature, piped: Expr | 'broken' | null, args: readonly Arg[], span: Span,
): Matched | null {
  const filled = new Map<string, Item[]>()
  const open = signature.params.filter((p) => p.named !== true)
  let next = 0
  let right = true
  const place = (item: Item): void => {
    const param = open[next]
    if (param === undefined) {
      right = false
      fail(env, 'names/too-many-arguments', { callee: signature.name, signature: showSignature(signature) }, item.span)
      return
    }
    const items = filled.get(param.name)
    if (items !== undefined && param.rest !== true) { next += 1; place(item); return }
    if (items === undefined) filled.set(param.name, [item])
    else items.push(item)
    if (param.rest !== true) next += 1
  }
  if (piped === 'broken') next += 1
  else if (piped !== null) place(pipedItem(piped))
  for (const arg of args) {
    if (arg.name === null) { place(itemOf(arg.value)); continue }
    const name = arg.name.text
    const param = signature.params.find((p) => p.name === name)
    if (param === undefined) {
      right = false
      unknownArgument(env, signature, name, arg)
    } else if (filled.has(name)) {
      right = false
      const before = args[args.indexOf(arg) - 1]
      fail(env, 'names/argument-twice', { callee: signature.name, name }, arg.span, before === undefined ? {} : {
        fix: { title: `Remove the second ${name}:`, edits: [{ span: { start: before.span.end, end: arg.span.end }, text: '' }] },
      })
    } else filled.set(name, [itemOf(arg.value)])
  }
  if (!right) return null
  for (const param of signature.params) {
    const isPiped = piped === 'broken' && param === open[0]
    if (param.default === undefined && !filled.has(param.name) && !isPiped) {
      return fail(env, 'names/missing-argument', { callee: signature.name, name: param.name, doc: param.doc, signature: showSignature(signature) }, span)
    }
  }
  return piped === 'broken' ? null : filled
}

function unknownArgument(env: Env, signature: Signature, name: string, arg: Arg): void {
  const known = signature.params.map((p) => p.name)
  const near = nearest(name, known)
  fail(env, 'names/unknown-argument', { callee: signature.name, name, signature: showSignature(signature) }, arg.name!.span, near === null ? {} : {
    help: `Did you mean ${near}:?`, fix: { title: `Write ${near}:`, edits: [{ span: arg.name!.span, text: near }] },
  })
}

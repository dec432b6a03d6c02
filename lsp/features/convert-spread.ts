/**
 * `logvar` ↔ `std`: of an output of a network, with its body and every use; of the argument of a distribution, where it
 * stands. std = exp(logvar / 2), logvar = log(std²): the model means the same, with the same weights.
 */
import { overlap } from '../../compiler/diagnostics/fixes.ts'
import { visitNodes } from '../../compiler/names/walk.ts'
import type { BodyStatement, CallExpr, Expr, Network, Output } from '../../grammar/ast.ts'
import { addsNothing, after, insertion, without, type Changes, type Edit, type Refactoring } from '../edits.ts'
import { followed } from '../paths.ts'
import { touches } from '../positions.ts'
import { allNetworks } from '../scope.ts'
import type { Program, Workspace } from '../workspace.ts'

type Spread = 'logvar' | 'std'

export function convertSpread(workspace: Workspace, program: Program, offset: number): readonly Refactoring[] {
  const argument = argumentAt(program, offset)
  const found = outputAt(program, offset, argument?.arg.value)
  const from = found === null ? argument?.from : spreadOf(found.output)
  if (from === undefined || from === null) return []
  const to = other(from)
  const changes = found === null ? new Map([[program, [ofArgument(program, argument!, to)]]]) : ofOutput(workspace, program, found.network.name.text, found.output.name.text, from, to)
  const title = found === null ? `Write ${to}: instead of ${from}:` : `Convert ${found.network.name.text}'s ${found.output.name.text} to ${found.output.annotated ? `a ${to}` : to}`
  // `S(S(x))`: one use within another.
  return changes === null || [...changes.values()].some(overlap) || !addsNothing(workspace, changes) ? [] : [{ title, changes }]
}

const other = (spread: Spread): Spread => (spread === 'std' ? 'logvar' : 'std')
const spreadOf = ({ type }: Output): Spread | null => (type.word.text === 'std' || type.word.text === 'logvar' ? type.word.text : null)
const sliced = ({ text }: Program, { span }: { readonly span: { readonly start: number; readonly end: number } }): string => text.slice(span.start, span.end)

/** What needs no parentheses among operators. */
const WHOLE = new Set(['name', 'call', 'member', 'number', 'index', 'reduce'])
const enclosed = (program: Program, e: Expr): string => (WHOLE.has(e.kind) ? sliced(program, e) : `(${sliced(program, e)})`)

// ── where the cursor is ─────────────────────────────────────────────────────────────────────────────────────────────

interface Argument { readonly from: Spread; readonly arg: CallExpr['args'][number] }

/** The `std:` or `logvar:` of a distribution that the cursor is in. */
function argumentAt(program: Program, offset: number): Argument | null {
  let found: Argument | null = null
  visitNodes(program.spec.declarations, (node) => {
    if (!isNormal(node as unknown as Expr) || !touches(node.span, offset)) return
    const arg = (node as unknown as CallExpr).args.find((a) => (a.name?.text === 'std' || a.name?.text === 'logvar') && touches(a.span, offset))
    if (arg !== undefined) found = { from: arg.name!.text as Spread, arg }
  })
  return found
}

/** The output whose declaration, local or use the cursor is on, or that `argument` is. */
function outputAt(program: Program, offset: number, argument: Expr | undefined): { readonly network: Network; readonly output: Output } | null {
  const at = argument === undefined ? offset : argument.kind === 'member' ? argument.property.span.start : -1
  const keys = new Set(program.occurrences.filter(({ span }) => touches(span, at)).map(({ key }) => key))
  for (const network of allNetworks(program)) {
    const { text: name } = network.name
    const output = network.outputs.find((o) => spreadOf(o) !== null && (keys.has(`local:${name}:${o.name.text}`) || keys.has(`output:${name}:${o.name.text}`)
      || (!network.parenthesised && argument !== undefined && applies(argument, isNamed(name)))))
    if (output !== undefined) return { network, output }
  }
  return null
}

const isNamed = (network: string) => (callee: Expr): boolean => callee.kind === 'name' && callee.text === network

// ── an output ───────────────────────────────────────────────────────────────────────────────────────────────────────

/** Null where a name that would be needed is taken. */
function ofOutput(workspace: Workspace, program: Program, network: string, output: string, from: Spread, to: Spread): Changes | null {
  const bodies = allNetworks(program).filter((n) => n.name.text === network)
  const inside = bodies.map((node) => ofBody(program, node, output, from, to))
  if (inside.some((edits) => edits === null)) return null
  const annotated = bodies.some((n) => n.outputs.some((o) => o.name.text === output && o.annotated))
  const name = annotated ? output : to
  const use: Use = { output, name, isWhole: bodies.every((n) => !n.parenthesised), from, to }
  const own = usesOf(program, isNamed(network), use)
  const changes = new Map<Program, readonly Edit[]>([[program, [...inside.flatMap((edits) => edits!), ...own]]])
  for (const uri of workspace.documents.filter((u) => u !== program.uri)) {
    const reader = workspace.program(uri)
    const named = reader?.spec.declarations.flatMap((d) => ((d.kind === 'import' || d.kind === 'given') && followed(uri, d.from.value) === program.uri ? [d] : [])) ?? []
    if (reader === null || named.length === 0) continue
    const isCallee = (callee: Expr): boolean => named.some((d) => (d.kind === 'import'
      ? callee.kind === 'name' && callee.text === network && d.names.some((n) => n.text === network)
      : callee.kind === 'member' && callee.object.kind === 'name' && callee.object.text === d.name.text && callee.property.text === network))
    const edits = usesOf(reader, isCallee, use)
    if (edits.length > 0) changes.set(reader, edits)
  }
  return changes
}

/** The head and the body of one network. */
function ofBody(program: Program, node: Network, name: string, from: Spread, to: Spread): readonly Edit[] | null {
  const output = node.outputs.find((o) => o.name.text === name)
  if (output === undefined) return []
  const names = new Set([...node.formals, ...node.outputs.map((o) => o.name), ...node.body.flatMap((s) => s.name ?? [])].map((n) => n.text))
  const head: Edit = { span: output.type.word.span, text: to }
  const last = node.body.at(-1)
  if (!node.parenthesised && last?.name === null) return ofResult(program, node, last, head, to)
  const statement = node.body.findLast((s) => s.name?.text === name)
  if (statement === undefined) return null
  const reads = program.occurrences.filter((o) => o.key === `local:${node.name.text}:${name}` && node.body.some((s) => s.value.span.start <= o.span.start && o.span.end <= s.value.span.end))
  const replaced = (text: string): readonly Edit[] => reads.map(({ span }) => ({ span, text }))
  const inner = undone(statement.value, to)
  if (inner !== null) {
    // What was made of the other is that other itself.
    const isLocal = !output.annotated && inner.kind === 'name' && inner.text === to && names.has(to)
    if (!output.annotated && names.has(to) && !isLocal) return null
    const made = output.annotated ? name : to
    const rest = reads.some(({ span }) => touches(statement.value.span, span.start)) ? null : replaced(back(made, to))
    return rest === null ? null : [head, isLocal ? without(program, statement.span) : { span: statement.span, text: `${made} = ${sliced(program, inner)}` }, ...rest]
  }
  if (names.has(output.annotated ? from : to)) return null
  if (!output.annotated) return [head, after(program, node.span, statement.span, `${to} = ${forth(name, to)}`)]
  return [head, { span: statement.name!.span, text: from }, ...replaced(from), after(program, node.span, statement.span, `${name} = ${forth(from, to)}`)]
}

/** A body whose last expression is the output. */
function ofResult(program: Program, node: Network, last: BodyStatement, head: Edit, to: Spread): readonly Edit[] | null {
  const from = other(to)
  const inner = undone(last.value, to)
  const local = node.body.at(-2)
  // A local that was made for it alone goes with it.
  const isMade = inner?.kind === 'name' && inner.text === local?.name?.text && program.occurrences.filter((o) => o.key === `local:${node.name.text}:${inner.text}`).length === 2
  if (isMade) return [head, { span: { start: local!.span.start, end: local!.value.span.start }, text: '' }, without(program, last.span)]
  if (inner !== null) return [head, { span: last.span, text: sliced(program, inner) }]
  const isTaken = [...node.formals, ...node.body.flatMap((s) => s.name ?? [])].some((n) => n.text === from)
  return isTaken ? null : [head, insertion(last.span.start, `${from} = `), after(program, node.span, last.span, forth(from, to))]
}

/** How an output is used: by its name; `isWhole`: or as what the network gives. `name`: its name from now on. */
interface Use { readonly output: string; readonly name: string; readonly isWhole: boolean; readonly from: Spread; readonly to: Spread }

/** `Enc(x).logvar`, wherever it is read; of a network that gives nothing else `S(x)` as well. */
function usesOf(program: Program, isCallee: (callee: Expr) => boolean, { output, name, isWhole, from, to }: Use): readonly Edit[] {
  const edits: Edit[] = []
  const visit = (value: unknown, around: readonly Expr[]): void => {
    if (Array.isArray(value)) { for (const item of value) visit(item, around); return }
    if (typeof value !== 'object' || value === null) return
    const node = value as Expr
    const [parent] = around
    if (node.kind === 'member' && node.property.text === output && applies(node.object, isCallee)) {
      edits.push(...ofUse(program, node, around, { span: node.property.span, text: name }, from, to))
    } else if (isWhole && applies(node, isCallee) && !(parent?.kind === 'pipe' && parent.target === node) && !(parent?.kind === 'member' && parent.property.text === output)) {
      edits.push(...ofUse(program, node, around, null, from, to))
    }
    for (const [key, part] of Object.entries(value)) if (key !== 'span' && key !== 'opSpan') visit(part, 'kind' in value ? [node, ...around] : around)
  }
  visit(program.spec.declarations, [])
  return edits
}

const applies = (node: Expr, isCallee: (callee: Expr) => boolean): boolean =>
  node.kind === 'call' ? isCallee(node.callee) : node.kind === 'pipe' && isCallee(node.target.kind === 'call' ? node.target.callee : node.target)

/** `renamed`: its name at the end of the node; null where the whole network stands for it. */
function ofUse(program: Program, node: Expr, around: readonly Expr[], renamed: Edit | null, from: Spread, to: Spread): readonly Edit[] {
  const [parent] = around
  const spread = parent !== undefined && isNormal(parent) ? parent.args.find((a) => a.value === node && a.name?.text === from) : undefined
  if (spread !== undefined) return [{ span: spread.name!.span, text: to }, ...(renamed === null || renamed.text === program.text.slice(renamed.span.start, renamed.span.end) ? [] : [renamed])]
  // `exp(Enc(x).logvar / 2)` is what the std is.
  const whole = around.slice(0, 2).find((e) => undone(e, from) === node)
  const made = renamed === null ? enclosed(program, node) : `${program.text.slice(node.span.start, renamed.span.start)}${renamed.text}`
  if (whole !== undefined) return [{ span: whole.span, text: made }]
  if (parent !== undefined && from === 'logvar' && argumentOf(parent, 'exp') !== null) return [{ span: parent.span, text: `square(${made})` }]
  if (parent !== undefined && from === 'std' && squared(parent) !== null) return [{ span: parent.span, text: `exp(${made})` }]
  return [{ span: node.span, text: back(made, to) }]
}

// ── an argument ─────────────────────────────────────────────────────────────────────────────────────────────────────

function ofArgument(program: Program, { from, arg }: Argument, to: Spread): Edit {
  const { value } = arg
  const inner = undone(value, to)
  const logarithm = from === 'std' ? argumentOf(value, 'exp') : null
  const written = inner !== null ? sliced(program, inner) : logarithm !== null ? `2 * ${enclosed(program, logarithm)}` : forth(enclosed(program, value), to)
  return { span: arg.span, text: `${to}: ${written}` }
}

// ── formulas ────────────────────────────────────────────────────────────────────────────────────────────────────────

/** The one of the other: std = exp(logvar / 2), logvar = log(std²). */
const forth = (text: string, to: Spread): string => (to === 'std' ? `exp(${text} / 2)` : `log(${text}^2)`)
const back = (text: string, to: Spread): string => forth(text, other(to))

/** What `forth` was made of, however it was written: the v of `exp(v / 2)` when v is wanted as `logvar`. */
function undone(node: Expr, to: Spread): Expr | null {
  if (to === 'std') {
    if (node.kind === 'binary' && node.op === '*' && isNumber(node.left, 2)) return logOf(node.right)
    if (node.kind === 'binary' && node.op === '*' && isNumber(node.right, 2)) return logOf(node.left)
    const square = logOf(node)
    return square === null ? null : squared(square)
  }
  const root = argumentOf(node, 'sqrt')
  if (root !== null) return argumentOf(root, 'exp')
  const half = argumentOf(node, 'exp')
  if (half?.kind !== 'binary') return null
  if (half.op === '/' && isNumber(half.right, 2)) return half.left
  if (half.op !== '*') return null
  const isHalf = (e: Expr): boolean => isNumber(e, 0.5) || (e.kind === 'binary' && e.op === '/' && isNumber(e.left, 1) && isNumber(e.right, 2))
  return isHalf(half.left) ? half.right : isHalf(half.right) ? half.left : null
}

const isNormal = (node: Expr): node is CallExpr => node.kind === 'call' && node.callee.kind === 'name' && node.callee.text === 'Normal'
const isNumber = (node: Expr, value: number): boolean => node.kind === 'number' && node.value === value
/** The e of `name(e)`. */
const argumentOf = (node: Expr, name: string): Expr | null =>
  (node.kind === 'call' && node.callee.kind === 'name' && node.callee.text === name && node.args.length === 1 && node.args[0]!.name === null ? node.args[0]!.value : null)
const squared = (node: Expr): Expr | null => (node.kind === 'binary' && node.op === '^' && isNumber(node.right, 2) ? node.left : argumentOf(node, 'square'))
const logOf = (node: Expr): Expr | null => (node.kind === 'log' ? node.operand : argumentOf(node, 'log'))

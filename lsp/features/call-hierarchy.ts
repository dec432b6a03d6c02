/** Who applies a network or a block, and which ones it applies itself; lets, terms, distributions and the like are among those that apply. */
import type { CallHierarchyIncomingCall, CallHierarchyItem, CallHierarchyOutgoingCall, Position, Range } from 'vscode-languageserver'
import { occurrenceAt, type Occurrence } from '../../compiler/names/occurrences.ts'
import { visitNodes } from '../../compiler/names/walk.ts'
import type { Declaration, Expr, Name, Span } from '../../grammar/ast.ts'
import { offsetOf, positionOf, rangeOf } from '../positions.ts'
import { homeOf, nameAt, placesOf } from '../same.ts'
import type { Program, Workspace } from '../workspace.ts'

/** Symbol kinds of the protocol. */
const KINDS = { network: 5, value: 13, training: 24 } as const

export function prepareCallHierarchy(workspace: Workspace, uri: string, position: Position): readonly CallHierarchyItem[] | null {
  const program = workspace.program(uri)
  const home = program === null ? null : nameAt(workspace, program, offsetOf(program, position))?.home ?? null
  return home === null || !isNetwork(home.occurrence) ? null : [itemAt(home.program, home.occurrence.span.start)].filter((item) => item !== null)
}

export function incomingCalls(workspace: Workspace, item: CallHierarchyItem): readonly CallHierarchyIncomingCall[] {
  const program = workspace.program(item.uri)
  const home = program === null ? null : nameAt(workspace, program, offsetOf(program, item.selectionRange.start))?.home ?? null
  if (home === null) return []
  const applied = isNetwork(home.occurrence)
  const uses = placesOf(workspace, home).filter(({ program: p, occurrence: o }) => o.span.start !== o.definition?.start && (!applied || calleesOf(p).has(o.span.start)))
  return grouped(uses.map(({ program: p, occurrence: o }) => ({ item: itemAt(p, o.span.start), range: rangeOf(p, o.span) }))).map(({ item: from, ranges }) => ({ from, fromRanges: ranges }))
}

export function outgoingCalls(workspace: Workspace, item: CallHierarchyItem): readonly CallHierarchyOutgoingCall[] {
  const program = workspace.program(item.uri)
  const here = program === null ? null : statementAt(program, offsetOf(program, item.selectionRange.start))
  if (program === null || here === null) return []
  const callees = calleesOf(program)
  const inside = program.occurrences.filter(({ span }) => here.span.start <= span.start && span.end <= here.span.end && callees.has(span.start))
  return grouped(inside.map((o) => {
    const home = homeOf(workspace, program, o)
    return { item: home === null || !isNetwork(home.occurrence) ? null : itemAt(home.program, home.occurrence.span.start), range: rangeOf(program, o.span) }
  })).map(({ item: to, ranges }) => ({ to, fromRanges: ranges }))
}

const isNetwork = ({ kind }: Occurrence): boolean => kind === 'network' || kind === 'block'

/** Where names stand that are applied: before arguments, or after an arrow. */
function calleesOf(program: Program): ReadonlySet<number> {
  const found = new Set<number>()
  const add = (callee: Expr): void => { if (callee.kind === 'name' || callee.kind === 'member') found.add(callee.kind === 'name' ? callee.span.start : callee.property.span.start) }
  visitNodes(program.spec.declarations, (node) => {
    if (node.kind === 'call') add(node['callee'] as Expr)
    else if (node.kind === 'pipe') add(node['target'] as Expr)
  })
  return found
}

interface Statement { readonly span: Span; readonly name: Name | null; readonly word: string }

/** The named statement around an offset: a term rather than its block, what stands in a stage rather than the stage. */
function statementAt(program: Program, offset: number): Statement | null {
  const inside = (declarations: readonly Declaration[]): Statement | null => {
    const d = declarations.find(({ span }) => span.start <= offset && offset < span.end)
    if (d === undefined || d.kind === 'import') return null
    if (d.kind === 'stage') return inside(d.declarations) ?? { span: d.span, name: d.name, word: 'stage' }
    if (d.kind === 'loss') {
      const term = d.terms.find(({ span }) => span.start <= offset && offset < span.end)
      if (term !== undefined) return { span: term.span, name: term.name, word: 'loss term' }
    }
    return { span: d.span, name: 'name' in d ? d.name : null, word: d.kind === 'network' || d.kind === 'distribution' ? d.role : d.kind }
  }
  return inside(program.spec.declarations)
}

function itemAt(program: Program, offset: number): CallHierarchyItem | null {
  const statement = statementAt(program, offset)
  if (statement === null) return null
  const { span, name, word } = statement
  const isKnown = name !== null && name.text !== ''
  const here = isKnown ? occurrenceAt(program.occurrences, name.span.start) : null
  return {
    name: isKnown ? name.text : word, detail: word, kind: !isKnown ? KINDS.training : here !== null && isNetwork(here) ? KINDS.network : KINDS.value,
    uri: program.uri, range: rangeOf(program, span),
    selectionRange: isKnown ? rangeOf(program, name.span) : { start: positionOf(program, span.start), end: positionOf(program, span.start + word.length) },
  }
}

/** One entry for each item, with all of its places. */
function grouped(found: readonly { readonly item: CallHierarchyItem | null; readonly range: Range }[]): readonly { readonly item: CallHierarchyItem; readonly ranges: Range[] }[] {
  const all = new Map<string, { readonly item: CallHierarchyItem; readonly ranges: Range[] }>()
  for (const { item, range } of found) {
    if (item === null) continue
    const key = `${item.uri} ${item.selectionRange.start.line}:${item.selectionRange.start.character}`
    const known = all.get(key)
    if (known === undefined) all.set(key, { item, ranges: [range] })
    else known.ranges.push(range)
  }
  return [...all.values()]
}

/** A block is written out where it stands after an arrow: at one place, or, from its declaration, at all of them. */
import { occurrenceAt } from '../../compiler/names/occurrences.ts'
import { visitNodes } from '../../compiler/names/walk.ts'
import type { Arg, Expr, Network, PipeExpr } from '../../grammar/ast.ts'
import { addsNothing, without, type Edit, type Refactoring } from '../edits.ts'
import { isUseOf, networkAt, pathsOfWeights } from '../scope.ts'
import type { Program, Workspace } from '../workspace.ts'

export function inlineBlock(workspace: Workspace, program: Program, offset: number): readonly Refactoring[] {
  const here = occurrenceAt(program.occurrences, offset)
  if (here?.kind !== 'block' || here.from !== undefined) return []
  const block = program.spec.declarations.find((d): d is Network => d.kind === 'network' && d.role === 'block' && d.name.text === here.name)
  const layers = block === undefined ? null : chainOf(program, block)
  if (block === undefined || layers === null || pathsOfWeights(program).some((path) => path.some((part) => isUseOf(block.name.text, part)))) return []
  const places = program.occurrences.filter((o) => o.key === here.key && o.span.start !== block.name.span.start)
  const isAll = here.span.start === block.name.span.start
  const chosen = isAll ? places : places.filter(({ span }) => span.start === here.span.start)
  const edits = chosen.map(({ span }) => writtenOut(program, block, layers, span.start))
  if (edits.length === 0 || edits.some((e) => e === null)) return []
  const { start, end } = without(program, block.span).span
  // With the empty lines below it.
  const declaration: Edit = { span: { start, end: end + /^(?:\r\n|\r|\n)*/.exec(program.text.slice(end))![0].length }, text: '' }
  const changes = new Map([[program, [...(chosen.length === places.length ? [declaration] : []), ...edits as Edit[]]]])
  const title = isAll && places.length > 1 ? `Inline the block ${block.name.text} at its ${places.length} places` : `Inline the block ${block.name.text}`
  return addsNothing(workspace, changes) ? [{ title, changes }] : []
}

/** The layers of a body that is one chain from the first argument on, read there alone; null for another one. */
function chainOf(program: Program, block: Network): readonly Expr[] | null {
  const [statement, second] = block.body
  const [formal] = block.formals
  if (statement === undefined || second !== undefined || statement.name !== null || formal === undefined || block.outputs.length > 0) return null
  const layers: Expr[] = []
  let head = statement.value
  for (; head.kind === 'pipe'; head = head.input) layers.unshift(head.target)
  const reads = program.occurrences.filter(({ key, span }) => key === `local:${block.name.text}:${formal.text}` && span.start >= statement.span.start)
  const text = program.text.slice(statement.span.start, statement.span.end)
  return layers.length === 0 || head.kind !== 'name' || head.text !== formal.text || reads.length !== 1 || text.includes('//') ? null : layers
}

/** The layers in place of the block that is named at `at`; null where it does not stand after an arrow, or a name there means something else. */
function writtenOut(program: Program, block: Network, layers: readonly Expr[], at: number): Edit | null {
  let target: Expr | null = null
  visitNodes(program.spec.declarations, (node) => {
    const found = node.kind === 'pipe' ? (node as unknown as PipeExpr).target : null
    if (found !== null && (found.kind === 'name' ? found.span.start === at : found.kind === 'call' && found.callee.span.start === at)) target = found
  })
  const use = target as Expr | null
  const args: readonly Arg[] = use?.kind === 'call' ? use.args : []
  if (use === null || args.length !== block.formals.length - 1 || args.some((a) => a.name !== null)) return null
  const region = { start: layers[0]!.span.start, end: layers.at(-1)!.span.end }
  const inside = program.occurrences.filter(({ span }) => region.start <= span.start && span.end <= region.end)
  const network = networkAt(program, at)
  const taken = new Set([...network?.formals ?? [], ...network?.body.flatMap((s) => s.name ?? []) ?? []].map((n) => n.text))
  const own = `local:${block.name.text}:`
  if (inside.some((o) => !o.key.startsWith(own) && o.kind !== 'layer' && taken.has(o.name))) return null
  const shown = ({ value }: Arg): string => {
    const text = program.text.slice(value.span.start, value.span.end)
    return ['name', 'number', 'call', 'member', 'array'].includes(value.kind) ? text : `(${text})`
  }
  const text = inside.filter((o) => o.key.startsWith(own)).toReversed().reduce((all, o) => {
    const arg = args[block.formals.findIndex((f) => f.text === o.name) - 1]
    return arg === undefined ? all : all.slice(0, o.span.start - region.start) + shown(arg) + all.slice(o.span.end - region.start)
  }, program.text.slice(region.start, region.end))
  return { span: use.span, text: text.replace(/\s*[\r\n]\s*/g, ' ') }
}

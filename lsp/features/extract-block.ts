/** Consecutive layers of a chain become a block of their own, with what they read of the body as its arguments. The weights stay those of the network. */
import { visitNodes } from '../../compiler/names/walk.ts'
import type { Expr, Network, PipeExpr, Span } from '../../grammar/ast.ts'
import { above, addsNothing, freshName, insertion, type Edit, type Refactoring } from '../edits.ts'
import { allNetworks, isUseOf, pathsOfWeights } from '../scope.ts'
import { rowOf } from '../tables.ts'
import type { Program, Workspace } from '../workspace.ts'

/** Longest line that a block is written on. */
const WIDTH = 120

/** `selection`: reaches over the layers, wholly or in part. */
export function extractBlock(workspace: Workspace, program: Program, selection: Span): readonly Refactoring[] {
  const place = program.spec.declarations.find(({ span }) => span.start <= selection.start && selection.end <= span.end)
  const network = allNetworks(program).find(({ span }) => span.start <= selection.start && selection.end <= span.end)
  const layers = network === undefined ? [] : selected(program, network, selection)
  if (place === undefined || network === undefined || layers.length < 2) return []
  const region = { start: layers[0]!.span.start, end: layers.at(-1)!.span.end }
  if (isReadByName(program, network, region)) return []
  const inside = program.occurrences.filter(({ span }) => region.start <= span.start && span.end <= region.end)
  const captured = [...new Set(inside.filter(({ key }) => key.startsWith(`local:${network.name.text}:`)).map((o) => o.name))]
  const name = freshName('Layers', (n) => rowOf(n) !== undefined || program.occurrences.some((o) => o.name === n))
  const input = freshName('h', (n) => inside.some((o) => o.name === n))
  const call = captured.length === 0 ? name : `${name}(${captured.join(', ')})`
  const edits: readonly Edit[] = [insertion(above(program, place.span), `${written(program, `block ${name}(${[input, ...captured].join(', ')})`, input, region)}\n\n`), { span: region, text: call }]
  const changes = new Map([[program, edits]])
  return addsNothing(workspace, changes) ? [{ title: `Extract the block ${name}`, changes }] : []
}

/** The layers that the selection reaches over, of the innermost chain that holds all of it. */
function selected(program: Program, network: Network, selection: Span): readonly Expr[] {
  const text = program.text.slice(selection.start, selection.end)
  // Arrows and white space at its ends belong to no layer.
  const start = selection.start + /^(?:\s|->|→)*/.exec(text)![0].length
  const end = selection.end - /(?:\s|->|→)*$/.exec(text)![0].length
  const chains: (readonly Expr[])[] = []
  visitNodes(network.body, (node) => {
    if (node.kind === 'pipe' && node.span.start <= start && end <= node.span.end) chains.push(targets(node as unknown as PipeExpr))
  })
  const found = chains.map((chain) => chain.filter(({ span }) => span.start < end && start < span.end)).filter((chain) => chain.length > 0)
  const innermost = found.at(-1) ?? []
  // A whole chain and its beginning hold the same layers.
  return found.filter((chain) => chain[0] === innermost[0]).reduce((a, b) => (b.length > a.length ? b : a), innermost)
}

const targets = (node: PipeExpr): readonly Expr[] => [...(node.input.kind === 'pipe' ? targets(node.input) : []), node.target]

/** Whether weights are reached by a path that would be another one: `Enc.dense.kernel`. */
function isReadByName(program: Program, network: Network, region: Span): boolean {
  const { text: name } = network.name
  const isInside = ({ start }: Span): boolean => region.start <= start && start < region.end
  const kept = new Set(program.occurrences.filter((o) => o.kind === 'layer' && o.definition !== null && !isInside(o.definition)).map((o) => o.name))
  return pathsOfWeights(program).some((path) => (network.role === 'block' ? path.some((part) => isUseOf(name, part)) : path[0] === name && !kept.has(path[1]!)))
}

function written({ text }: Program, head: string, input: string, { start, end }: Span): string {
  const [first, ...others] = text.slice(start, end).split(/\r\n|\r|\n/)
  const line = `${head} { ${input} -> ${first!} }`
  if (others.length === 0 && line.length <= WIDTH) return line
  return [`${head} {`, `  ${input} -> ${first!}`, ...others.map((l) => `    ${l.trim()}`), '}'].join('\n')
}

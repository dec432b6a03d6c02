/** Shapes after layers, parameters of networks, inferred kinds: each with a switch. */
import type { InlayHint, Range } from 'vscode-languageserver'
import type { Expr, Network } from '../../grammar/ast.ts'
import { typeAt } from '../../compiler/types/places.ts'
import { showKind } from '../../compiler/types/value.ts'
import { countedParameters, networkNamed, shapeText, variedBlocks } from '../describe.ts'
import { positionOf, spanOf } from '../positions.ts'
import { allNetworks } from '../scope.ts'
import type { Program, Workspace } from '../workspace.ts'

export interface InlaySettings {
  /** `[14, 14, 64]` after every layer. */
  readonly shapes: boolean
  /** `410,000 parameters` after the head of a network. */
  readonly parameters: boolean
  /** The kind of number that a let, a term or a metric turned out to be, unless it is plain. */
  readonly kinds: boolean
}

export const ALL_HINTS: InlaySettings = { shapes: true, parameters: true, kinds: true }

export function inlayHints(workspace: Workspace, uri: string, range: Range, settings: InlaySettings = ALL_HINTS): readonly InlayHint[] {
  const program = workspace.program(uri)
  if (program === null) return []
  const { start, end } = spanOf(program, range)
  const networks = allNetworks(program)
  const varied = networks.some(({ role }) => role === 'block') ? variedBlocks(program.model) : new Set<string>()
  return [...networks.flatMap((network) => ofNetwork(program, network, settings, varied)), ...(settings.kinds ? kinds(program) : [])]
    .filter(({ at }) => start <= at && at <= end).sort((a, b) => a.at - b.at)
    .map(({ at, label, before }) => ({ position: positionOf(program, at), label, kind: 1, ...(before ? { paddingLeft: true } : {}) }))
}

interface At { readonly at: number; readonly label: string; readonly before: boolean }

/** In a block that is used with several shapes none is shown. */
function ofNetwork(program: Program, node: Network, { shapes, parameters }: InlaySettings, varied: ReadonlySet<string>): readonly At[] {
  const network = networkNamed(program.model, node.name.text)
  const count = parameters && network !== null && node.role !== 'block' ? [{ at: node.name.span.end, label: countedParameters(network), before: true }] : []
  return [...count, ...(shapes && !varied.has(node.name.text) ? node.body.flatMap(({ value }) => afterArrows(program, value)) : [])]
}

/** After each arrow of a chain: the shape there. */
function afterArrows(program: Program, node: Expr): readonly At[] {
  if (node.kind !== 'pipe') return []
  const type = typeAt(program.types, node.span)
  return [...afterArrows(program, node.input), ...(type === undefined || node.target.kind === 'error' ? [] : [{ at: node.span.end, label: type.shape.length === 0 ? '[]' : shapeText(type), before: true }])]
}

function kinds(program: Program): readonly At[] {
  return program.spec.declarations.flatMap((d) => (d.kind === 'let' || d.kind === 'metric' ? [d] : d.kind === 'loss' ? d.terms : [])).flatMap(({ name, value }) => {
    const type = typeAt(program.types, value.span)
    return type === undefined || type.kind.name === 'real' || name.text === '' ? [] : [{ at: name.span.end, label: `: ${showKind(type.kind)}`, before: false }]
  })
}

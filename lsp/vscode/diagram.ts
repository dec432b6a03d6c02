/** A network as a picture: its layers from top to bottom, shapes on the arrows between them. */
import { layerText, parametersOf } from '../../compiler/model/layer-rows.ts'
import type { Expr, Network } from '../../compiler/model/model.ts'
import type { Spec } from '../../grammar/ast.ts'

export interface Box {
  readonly text: string
  readonly kind: 'input' | 'layer' | 'function' | 'network' | 'output'
  /** Longest way from an input. */
  readonly rank: number
}
export interface Arrow { readonly from: number; readonly to: number; readonly label: string }
export interface Flow { readonly boxes: readonly Box[]; readonly arrows: readonly Arrow[] }

const SIGNS: Readonly<Record<string, string>> = { add: '+', sub: '−', mul: '×', div: '÷', pow: '^', neg: '−' }

/** What flows where in a body. Constants and weights are part of the box that uses them. */
export function flowOf(network: Network): Flow {
  const boxes: Box[] = []
  const arrows: Arrow[] = []
  const known = new Map<string, number>()
  const box = (text: string, kind: Box['kind'], inputs: readonly (readonly [number, string])[]): number => {
    boxes.push({ text, kind, rank: Math.max(-1, ...inputs.map(([from]) => boxes[from]!.rank)) + 1 })
    for (const [from, label] of inputs) arrows.push({ from, to: boxes.length - 1, label })
    return boxes.length - 1
  }
  const into = (parts: readonly Expr[]): (readonly [number, string])[] => parts.flatMap((part) => {
    const from = visit(part)
    return from === null ? [] : [[from, shapeText(part)] as const]
  })
  const visit = (e: Expr): number | null => {
    switch (e.kind) {
      case 'constant': case 'weight': case 'parameter': case 'clock': case 'row': return null
      case 'variable': {
        const id = known.get(e.name) ?? box(e.name, 'input', [])
        known.set(e.name, id)
        return id
      }
      case 'layer': return box(layerText(e), 'layer', into([e.input]))
      case 'block': return box(e.id, 'network', into(e.bindings.map((b) => b.value)))
      case 'apply': return box(`${e.network}${e.output === null ? '' : `.${e.output}`}`, 'network', into(e.args))
      case 'call': {
        // The one number of a vector of one is taken out without a word in the spec.
        if (e.op === 'reshape' && e.type.shape.length === 0) return visit(e.args[0]!)
        const inputs = into(e.args)
        return inputs.length === 0 ? null : box(SIGNS[e.op] ?? e.op, 'function', inputs)
      }
      case 'index': return box('[ ]', 'function', into([e.object, ...e.indices.flatMap((i) => (i.kind === 'range' ? [] : [i]))]))
      case 'array': return box('[ , ]', 'function', into(e.items))
      default: return box(e.kind, 'function', [])
    }
  }
  for (const { name } of network.formals) known.set(name, box(name, 'input', []))
  for (const { name, value } of network.body.locals) {
    const id = visit(value)
    if (id !== null) known.set(name, id)
  }
  network.body.results.forEach((value, i) => box(network.outputs[i]!.name || network.outputs[i]!.type.kind.name, 'output', into([value])))
  return { boxes, arrows }
}

const shapeText = ({ type }: Expr): string => (type.shape.length === 0 ? '1' : type.shape.map((axis) => axis.size).join('×'))

// ── drawing ─────────────────────────────────────────────────────────────────────────────────────────────────────────

const HEIGHT = 28
const STEP = 66
const GAP = 28
const MARGIN = 20
const widthOf = (text: string): number => Math.max(44, text.length * 7.4 + 22)
const escape = (text: string): string => text.replace(/[&<>"]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c]!)

interface Placed extends Box { readonly x: number; readonly y: number; readonly width: number }

/** Rows by rank, each in the middle. */
function place(boxes: readonly Box[]): { readonly placed: readonly Placed[]; readonly width: number; readonly height: number } {
  const ranks = Math.max(0, ...boxes.map(({ rank }) => rank)) + 1
  const rows = Array.from({ length: ranks }, (_, rank) => boxes.filter((one) => one.rank === rank))
  const span = (row: readonly Box[]): number => row.reduce((sum, { text }) => sum + widthOf(text) + GAP, -GAP)
  const inner = Math.max(0, ...rows.map(span))
  const at = new Map<Box, Placed>()
  for (const row of rows) {
    let x = MARGIN + (inner - span(row)) / 2
    for (const one of row) {
      const width = widthOf(one.text)
      at.set(one, { ...one, x, y: MARGIN + HEIGHT + one.rank * STEP, width })
      x += width + GAP
    }
  }
  return { placed: boxes.map((one) => at.get(one)!), width: inner + 2 * MARGIN, height: 2 * MARGIN + HEIGHT + (ranks - 1) * STEP + HEIGHT }
}

const STYLE = `
  text { font: 12.5px var(--vscode-editor-font-family, monospace); fill: var(--vscode-editor-foreground, #1f2328); }
  .title { font-weight: bold; } .shape { font-size: 11px; fill: var(--vscode-descriptionForeground, #57606a); paint-order: stroke; stroke: var(--vscode-editor-background, #ffffff); stroke-width: 4px; }
  rect { fill: var(--vscode-editorWidget-background, #f6f8fa); stroke: var(--vscode-descriptionForeground, #8c959f); }
  .layer rect { stroke: var(--vscode-charts-blue, #0969da); } .network rect { stroke: var(--vscode-charts-purple, #8250df); stroke-width: 1.6; }
  .input rect, .output rect { stroke: var(--vscode-charts-green, #1a7f37); stroke-width: 1.6; } .function rect { stroke-dasharray: 4 2; }
  path { fill: none; stroke: var(--vscode-editor-foreground, #1f2328); opacity: .65; } .head { fill: var(--vscode-editor-foreground, #1f2328); stroke: none; }`

/** The network as SVG that follows the colours of the editor, and has its own where there is none. */
export function diagram(network: Network): string {
  const { boxes, arrows } = flowOf(network)
  const { placed, width, height } = place(boxes)
  const title = `${network.role} ${network.name} · ${parametersOf(network).toLocaleString('en-US')} parameters`
  // Arrows that skip ranks bend round what lies between, each further out than the one before.
  let skips = 0
  const right = Math.max(0, ...placed.map(({ x, width: w }) => x + w))
  let widest = Math.max(width, title.length * 8 + 2 * MARGIN)
  const lines = arrows.map((arrow) => {
    const { from, to, label } = arrow
    const [a, b] = [placed[from]!, placed[to]!]
    // Arrows into one box arrive side by side, those round others on the right.
    const arrival = (one: Arrow): number => (b.rank - placed[one.from]!.rank > 1 ? 1e6 : 0) + placed[one.from]!.x
    const siblings = arrows.filter((one) => one.to === to).sort((one, other) => arrival(one) - arrival(other))
    const place = siblings.indexOf(arrow)
    const [x1, y1, y2] = [a.x + a.width / 2, a.y + HEIGHT, b.y - 5]
    const x2 = b.x + (b.width * (place + 1)) / (siblings.length + 1)
    const head = `<path class="head" d="M${x2} ${y2 + 5}l-4 -7h8z"/>`
    if (b.rank - a.rank === 1) {
      return `<path d="M${x1} ${y1}L${x2} ${y2}"/>${head}<text class="shape" x="${(x1 + x2) / 2 + (x2 < x1 - 1 ? -6 : 6)}" y="${(y1 + y2) / 2 + 4}"${x2 < x1 - 1 ? ' text-anchor="end"' : ''}>${escape(label)}</text>`
    }
    const out = right + 18 + 16 * skips++
    widest = Math.max(widest, out + label.length * 7 + 2 * MARGIN)
    return `<path d="M${x1} ${y1}C${x1} ${y1 + 30} ${out} ${y1} ${out} ${y1 + 40}V${y2 - 40}C${out} ${y2} ${x2} ${y2 - 30} ${x2} ${y2}"/>${head}<text class="shape" x="${out + 5}" y="${(y1 + y2) / 2 + 4}">${escape(label)}</text>`
  })
  const nodes = placed.map(({ x, y, width: w, text, kind }) =>
    `<g class="${kind}"><rect x="${x}" y="${y}" width="${w}" height="${HEIGHT}" rx="6"/><text x="${x + w / 2}" y="${y + 18}" text-anchor="middle">${escape(text)}</text></g>`)
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${Math.ceil(widest)} ${height}" width="${Math.ceil(widest)}" height="${height}"><style>${STYLE}
</style><text class="title" x="${MARGIN}" y="${MARGIN + 4}">${escape(title)}</text>${lines.join('')}${nodes.join('')}</svg>`
}

/** The network whose declaration holds an offset. */
export function networkAt(spec: Spec, networks: readonly Network[], offset: number): Network | null {
  const at = spec.declarations.find(({ kind, span }) => kind === 'network' && span.start <= offset && offset <= span.end)
  return networks.find(({ name }) => at?.kind === 'network' && at.name.text === name) ?? null
}

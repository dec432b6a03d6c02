/** What stands under the cursor: type and shape, size of a network or layer, formula of an equation, documentation. */
import type { Hover, Position } from 'vscode-languageserver'
import type { Expr } from '../../compiler/model/model.ts'
import { unicodeOf } from '../../compiler/model/unicode.ts'
import { partsOf } from '../../compiler/model/walk.ts'
import { occurrenceAt } from '../../compiler/names/occurrences.ts'
import { visitNodes } from '../../compiler/names/walk.ts'
import { KIND_WORDS } from '../../compiler/types/declared.ts'
import { typeAt } from '../../compiler/types/places.ts'
import { showSignature } from '../../compiler/types/signature.ts'
import { showType } from '../../compiler/types/value.ts'
import type { Declaration, Expr as Ast, Span } from '../../grammar/ast.ts'
import { countedParameters, flopsOf, flopsText, formulaOf, grouped, layersOf, networkNamed, shapeText, showNetwork, totalFlops, typeOf } from '../describe.ts'
import type { Show } from '../formulas.ts'
import { placeAt } from '../place.ts'
import { followed } from '../paths.ts'
import { offsetOf, rangeOf } from '../positions.ts'
import { homeOf, type Place } from '../same.ts'
import { distributions, modelNames } from '../scope.ts'
import { callableRow, rowOf, splitRow, type Row } from '../tables.ts'
import type { Program, Workspace } from '../workspace.ts'

/** `show`: writes LaTeX as Markdown. */
export function hover(workspace: Workspace, uri: string, position: Position, show: Show = unicodeOf): Hover | null {
  const program = workspace.program(uri)
  if (program === null) return null
  const offset = offsetOf(program, position)
  const here = occurrenceAt(program.occurrences, offset)
  const found = here === null ? builtin(program, offset) : named(workspace, { program, occurrence: here }, show)
  return found === null ? null : { contents: { kind: 'markdown', value: found.text }, range: rangeOf(program, found.span) }
}

interface Told { readonly text: string; readonly span: Span }

const code = (text: string): string => `\`\`\`gen\n${text}\n\`\`\``
const paragraphs = (...parts: readonly (string | null)[]): string => parts.filter((p) => p !== null && p !== '').join('\n\n')

// ── names of the spec ───────────────────────────────────────────────────────────────────────────────────────────────

function named(workspace: Workspace, place: Place, show: Show): Told | null {
  const { occurrence: here, program } = place
  const home = homeOf(workspace, program, here)
  // A member of a given is described where it is declared.
  const text = told(home !== null && home.program !== program ? home : place, home, show)
  return text === null ? null : { text: here.kind === 'given' ? paragraphs(text, partsOfGiven(workspace, program, here.name)) : text, span: here.span }
}

/** What is reached by a dot. */
function partsOfGiven(workspace: Workspace, program: Program, name: string): string | null {
  const given = program.spec.declarations.find((d) => d.kind === 'given' && d.name.text === name)
  const uri = given?.kind === 'given' ? followed(program.uri, given.from.value) : null
  const other = uri === null ? null : workspace.program(uri)
  if (other === null) return null
  const parts = [...modelNames(other, -1).filter(({ kind }) => ['network', 'let', 'term', 'metric'].includes(kind)).map((v) => v.name), ...distributions(other).map(({ shown }) => shown)]
  return parts.map((part) => `\`${name}.${part}\``).join(', ')
}

function told({ program, occurrence: here }: Place, home: Place | null, show: Show): string | null {
  const formula = (of: Program, name: string): string | null => { const latex = formulaOf(of, name); return latex === null ? null : show(latex) }
  const declaration = home === null ? null : declarationAt(home.program, home.occurrence.span)
  const doc = declaration === null || !('doc' in declaration) ? null : declaration.doc
  const type = typeOf(program, here)
  const typed = (word: string): string => code(`${word} ${here.name}${type === null ? '' : `: ${showType(type)}`}`)
  switch (here.kind) {
    case 'network': case 'block': {
      if (declaration?.kind !== 'network') return code(`network ${here.name}`)
      const network = networkNamed(home!.program.model, declaration.name.text)
      const size = network === null ? (here.kind === 'block' ? 'A template: each use has weights of its own.' : null) : `${countedParameters(network)}${flopsText(totalFlops(network))}`
      return paragraphs(code(showNetwork(declaration, network)), size, doc)
    }
    case 'let': case 'term': case 'metric': return paragraphs(typed(here.kind === 'term' ? 'loss' : here.kind), formula(program, here.name), doc)
    case 'distribution': {
      if (declaration?.kind !== 'distribution') return code(`distribution ${here.name}`)
      const key = `${declaration.name.text}(${declaration.variables.map((v) => v.text).join(',')}${declaration.conditions.length === 0 ? '' : `|${declaration.conditions.map((c) => c.text).join(',')}`})`
      const text = home!.program.text.slice(declaration.span.start, declaration.span.end).replace(/\s+/g, ' ')
      return paragraphs(code(text), formula(home!.program, key), doc)
    }
    case 'hyper': return paragraphs(code(declaration?.kind === 'hyper' ? `hyper ${here.name} = ${home!.program.text.slice(declaration.value.span.start, declaration.value.span.end)}` : `hyper ${here.name}`), doc)
    case 'given': return paragraphs(code(declaration?.kind === 'given' ? `given ${here.name} from "${declaration.from.value}"` : `given ${here.name}`), 'A trained model, whose parts are reached by a dot.', doc)
    case 'draw': return paragraphs(typed('draw'), formula(program, here.name), doc)
    case 'field': return paragraphs(typed('data'), kindDoc(type?.kind.name), doc)
    case 'variable': return paragraphs(typed('variable'), 'What distributions are over, and binders replace.')
    case 'formal': return paragraphs(typed('argument'), type === null ? 'Its shape comes from the first application.' : null)
    case 'local': case 'output': return paragraphs(typed(here.kind), kindDoc(type?.kind.name))
    case 'weight': return paragraphs(typed('weight'), doc)
    case 'binder': return typed('binder')
    case 'layer': return code(`layer ${here.name}`)
    case 'dataset': return paragraphs(code(declaration === null ? `data ${here.name}` : home!.program.text.slice(declaration.span.start, declaration.span.end).replace(/\s+/g, ' ')), doc)
    case 'stage': case 'model': return paragraphs(code(`${here.kind} ${here.name}`), doc)
    case 'member': return null
  }
}

const kindDoc = (kind: string | undefined): string | null => (kind === undefined || kind === 'real' ? null : KIND_WORDS[kind as keyof typeof KIND_WORDS])

/** The declaration whose name stands there; a field's is its data's. */
function declarationAt(program: Program, span: Span): Declaration | null {
  const inside = (declarations: readonly Declaration[]): Declaration | null => {
    for (const d of declarations) {
      if (span.start < d.span.start || span.end > d.span.end) continue
      return d.kind === 'stage' && d.name.span.start !== span.start ? inside(d.declarations) : d
    }
    return null
  }
  return inside(program.spec.declarations)
}

// ── words of the language ───────────────────────────────────────────────────────────────────────────────────────────

function builtin(program: Program, offset: number): Told | null {
  const token = program.lexed.tokens.findLast((t) => t.startOffset <= offset && offset <= t.startOffset + t.image.length
    && /^[\p{L}_]/u.test(t.image))
  if (token === undefined) return null
  const span = { start: token.startOffset, end: token.startOffset + token.image.length }
  const argument = argumentAt(program, span) ?? wordAt(program, span) ?? memberAt(program, span)
  if (argument !== null) return { text: argument, span }
  const row = (/^\s*\{/.test(program.text.slice(span.end, span.end + 100)) ? undefined : splitRow(token.image)) ?? rowOf(token.image)
  if (row === undefined) return null
  return { text: paragraphs(code(row.params.length === 0 ? row.name : showSignature(row)), ...(row.what === 'word' ? [] : usedHere(program, span)), row.doc, list(row)), span }
}

const list = (row: Row): string => row.params.map((p) => `- \`${p.name}\`: ${p.doc}${p.default === undefined || p.default === null ? '' : ` (default ${String(p.default)})`}`).join('\n')

/** `strides:` of a call. */
function argumentAt(program: Program, { start, end }: Span): string | null {
  const { text } = program
  if (!/^\s*:/.test(text.slice(end, end + 8))) return null
  const call = placeAt(program, start).open[0]
  const param = call?.bracket === '(' ? callableRow(call.callee)?.params.find((p) => p.name === text.slice(start, end)) : undefined
  return param === undefined ? null : paragraphs(code(`${param.name}:`), param.doc, param.default === undefined || param.default === null ? null : `Default: ${String(param.default)}`)
}

/** `same` of `padding: same`. */
function wordAt(program: Program, { start, end }: Span): string | null {
  const call = placeAt(program, start).open[0]
  const word = program.text.slice(start, end)
  const param = call === undefined || call.argument === null ? undefined : callableRow(call.callee)?.params.find((p) => p.name === call.argument && (p.kind === 'boolean' || p.words?.includes(word) === true))
  return param === undefined ? null : paragraphs(code(`${param.name}: ${word}`), param.doc)
}

/** `kernel` of `Enc.code.kernel`. */
function memberAt(program: Program, { start, end }: Span): string | null {
  const member = writtenAs(program, 'member', ({ property }) => property.span.start === start)
  const type = member === null ? undefined : typeAt(program.types, member.span)
  return type === undefined ? null : code(`${program.text.slice(start, end)}: ${showType(type)}`)
}

/** What a layer or a divergence is in this place. */
function usedHere(program: Program, span: Span): readonly string[] {
  // A layer of a block is another one in each use.
  const layers = program.model.networks.flatMap((network) => layersOf(network).filter((l) => l.span.start === span.start).map((layer) => {
    const owned = network.parameters.filter((p) => Object.values(layer.weights).includes(p.entry) && p.role === 'parameter').reduce((n, p) => n + p.shape.reduce((a, b) => a * b, 1), 0)
    return `${shapeText(layer.input.type)} → ${shapeText(layer.type)}${owned === 0 ? '' : ` · ${grouped(owned)} parameters`}${flopsText(flopsOf(layer, network.parameters))}`
  }))
  if (layers.length > 0) return [...new Set(layers)]
  // The chain that ends here.
  const pipe = writtenAs(program, 'pipe', ({ target }) => target.span.start === span.start)
  const [before, behind] = pipe === null ? [] : [typeAt(program.types, pipe.input.span), typeAt(program.types, pipe.span)]
  if (before !== undefined && behind !== undefined) return [`${shapeText(before)} → ${shapeText(behind)}`]
  const call = writtenAs(program, 'call', ({ callee }) => callee.span.start === span.start && callee.span.end === span.end)
  const divergence = call === null ? null : expressionAt(program, call.span, 'divergence')
  if (divergence !== null) return [divergence.method === 'closed form' ? 'Here: by its formula, without draws.' : 'Here: estimated by a draw, as there is no formula for this pair.']
  const type = call === null ? null : typeAt(program.types, call.span)
  return type === null || type === undefined ? [] : [`Here: \`${showType(type)}\``]
}

/** An expression of the text, by its kind and by what else holds of it. */
function writtenAs<K extends Ast['kind']>({ spec }: Program, kind: K, holds: (expr: Extract<Ast, { kind: K }>) => boolean): Extract<Ast, { kind: K }> | null {
  let found: Extract<Ast, { kind: K }> | null = null
  visitNodes(spec.declarations, (node) => {
    const expr = node as unknown as Extract<Ast, { kind: K }>
    if (expr.kind === kind && holds(expr)) found = expr
  })
  return found
}

function expressionAt<K extends Expr['kind']>({ model }: Program, span: Span, kind: K): Extract<Expr, { kind: K }> | null {
  const pending: Expr[] = [...[...model.equations, ...model.stages.flatMap((s) => s.equations)].map((e) => e.value)]
  const steps = model.stages.flatMap((s) => s.train?.items ?? []).flatMap((i) => (i.kind === 'repeat' ? i.items : [i]))
  for (const step of steps) if (step.kind === 'step') pending.push(step.objective)
  for (let expr = pending.pop(); expr !== undefined; expr = pending.pop()) {
    if (expr.kind === kind && expr.span.start === span.start && expr.span.end === span.end) return expr as Extract<Expr, { kind: K }>
    pending.push(...partsOf(expr))
  }
  return null
}

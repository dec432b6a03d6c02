/** What may stand at the cursor, by the place it stands in. */
import type { CompletionItem, Position } from 'vscode-languageserver'
import type { IToken } from 'chevrotain'
import type { NameKind } from '../../compiler/names/occurrences.ts'
import { awaitsOperand } from '../../grammar/newlines.ts'
import { INITIALIZERS } from '../../compiler/types/options.ts'
import { ACTIVATIONS } from '../../compiler/types/pointwise.ts'
import { showSignature, type Param } from '../../compiler/types/signature.ts'
import { showType } from '../../compiler/types/value.ts'
import { networkNamed } from '../describe.ts'
import { placeAt, type CursorPlace, type OpenBracket } from '../place.ts'
import { followed } from '../paths.ts'
import { offsetOf, rangeOf } from '../positions.ts'
import { withName } from '../program.ts'
import { boundNames, distributions, localNames, modelNames, networkAt, type Visible } from '../scope.ts'
import {
  callableRow, CLOCK_ROWS, FAMILY_ROWS, FIGURE_ROWS, FUNCTION_ROWS, KIND_ROWS, LAYER_ROWS, OPTIMIZER_ROWS, POINTWISE_ROWS, REDUCER_ROWS, SPECIAL_ROWS, TOP_ROWS, TRAIN_ROWS, type Row,
} from '../tables.ts'
import type { Program, Workspace } from '../workspace.ts'
import { importCompletion } from './import-completion.ts'

/** Kinds of the protocol. */
const KINDS = { function: 3, variable: 6, class: 7, module: 9, property: 10, enumMember: 20, keyword: 14, constant: 21, type: 25, file: 17 } as const

type Item = Omit<CompletionItem, 'textEdit'>

export function completion(workspace: Workspace, uri: string, position: Position): readonly CompletionItem[] {
  const written = workspace.program(uri)
  if (written === null) return []
  const offset = offsetOf(written, position)
  const imported = importCompletion(workspace, written, offset)
  if (imported !== null) return imported
  const place = placeAt(written, offset)
  // `let a = ` without a value takes the next line as one, and its declaration is lost: a name stands in.
  const program = place.typed === '' && !place.mute && written.problems.length > 0 && takesNextLine(written, place, offset) ? withName(written, offset) : written
  const range = rangeOf(program, { start: place.start, end: offset })
  const seen = new Set<string>()
  return (place.mute ? [] : itemsAt(workspace, program, place, offset))
    .filter(({ label }) => !seen.has(label) && seen.add(label))
    .map((item, i) => ({ ...item, sortText: String(i).padStart(4, '0'), textEdit: { range, newText: item.insertText ?? item.label } }))
    .map(({ insertText: _, ...item }) => item)
}

/** Whether the statement at the cursor goes on behind the end of its line, and that is near. */
function takesNextLine({ text }: Program, { previous, open }: CursorPlace, offset: number): boolean {
  const waits = (open[0] !== undefined && open[0].bracket !== '{') || (previous !== null && awaitsOperand(previous))
  return waits && /^[^\S\r\n]*(?:\/\/|[\r\n]|$)/.test(text.slice(offset, offset + 1000))
}

function itemsAt(workspace: Workspace, program: Program, place: CursorPlace, offset: number): readonly Item[] {
  const { previous, statement, open, blocks } = place
  const last = previous?.image ?? ''
  const first = statement[0]?.image ?? ''
  const [call] = open
  const network = networkAt(program, offset)
  const inBody = network !== null && blocks.length > 0 && ROLES.has(blocks[0]!)
  if (last === '.') return members(workspace, program, statement)
  if (ROLES.has(first) && call?.bracket !== '{' && !statement.some((t) => t.image === '{')) return isArrow(last) || last === ':' || (last === '(' && statement.some((t) => isArrow(t.image))) ? KIND_ROWS.map(ofRow) : []
  if (first === 'data' && call?.bracket === '(') return last === ':' ? KIND_ROWS.map(ofRow) : last === 'resize' ? ['bilinear', 'nearest', 'bicubic'].map(word) : []
  if (isArrow(last)) return [...LAYER_ROWS, ...POINTWISE_ROWS.filter(({ what }) => what === 'activation'), ...FUNCTION_ROWS, ...POINTWISE_ROWS].map(ofRow).concat(networks(program, offset))
  if (last === 'with') return OPTIMIZER_ROWS.map(ofRow)
  if (last === 'over' || (last === ',' && call?.bracket !== '(' && call?.bracket !== '[' && statement.some((t) => t.image === 'over') && !statement.some((t) => t.image === 'with'))) return [...networks(program, offset), ...modelNames(program, offset).filter(({ kind }) => kind === 'weight' || kind === 'given').map(ofName)]
  if (last === '~' || last === '∼') return [...laws(program), ...FAMILY_ROWS.map(ofRow)]
  if ((last === 'in' || last === '∈') && first !== 'data') return [...['train', 'test'].map(word), { label: 'label', kind: KINDS.type, insertText: 'label(' }]
  if (last === 'every' || /^\d/.test(last) && first === 'report') return /^\d/.test(last) ? ['epochs', 'rounds'].map(word) : []
  if (call?.bracket === '(') {
    const inside = argumentsOf(call, last)
    if (inside.only) return inside.items
    return [...inside.items, ...values(program, offset, inBody)]
  }
  if (statement.length === 0) return atStart(program, place, offset, inBody)
  if (DISTRIBUTION_WORDS.has(first) && last === '=') return FAMILY_ROWS.map(ofRow)
  // A name is being made up here.
  if (statement.length === 1 && (NAMING.has(first) || (blocks[0] === 'loss' && call?.bracket === '{'))) return []
  return values(program, offset, inBody)
}

const ROLES = new Set(['encoder', 'decoder', 'generator', 'discriminator', 'critic', 'classifier', 'network', 'block'])
const DISTRIBUTION_WORDS = new Set(['sampler', 'prior', 'likelihood', 'distribution'])
const NAMING = new Set(['model', 'hyper', 'let', 'metric', 'weight', 'given', 'stage', ...ROLES, ...DISTRIBUTION_WORDS])
const STAGE_WORDS = new Set(['let', 'loss', 'metric', 'train', 'figures', ...ROLES])
const isArrow = (image: string): boolean => image === '->' || image === '→'

// ── places ──────────────────────────────────────────────────────────────────────────────────────────────────────────

/** Where a statement may begin: by the block around. */
function atStart(program: Program, { blocks, open }: CursorPlace, offset: number, inBody: boolean): readonly Item[] {
  if (open[0] !== undefined && open[0].bracket === '[') return values(program, offset, inBody)
  switch (blocks[0]) {
    case undefined: return TOP_ROWS.map(ofRow)
    case 'train': case 'repeat': return TRAIN_ROWS.map(ofRow)
    case 'figures': return FIGURE_ROWS.map(ofRow)
    case 'stage': return TOP_ROWS.filter(({ name }) => STAGE_WORDS.has(name)).map(ofRow)
    case 'loss': case 'import': return []
    default: return values(program, offset, inBody)
  }
}

/** Argument names, and the words that a parameter takes. `only`: nothing else fits. */
function argumentsOf(call: OpenBracket, last: string): { readonly only: boolean; readonly items: readonly Item[] } {
  const row = callableRow(call.callee)
  if (row === undefined || (call.colon && row.what !== 'figure')) return { only: false, items: [] }
  const param = call.argument === null ? undefined : row.params.find((p) => p.name === call.argument)
  if (param !== undefined && last === ':') return { only: param.kind !== 'value' && param.kind !== 'size' && param.kind !== 'pair' && param.kind !== 'number', items: words(param) }
  if (last !== '(' && last !== ',') return { only: false, items: [] }
  const plain = row.params.filter((p) => p.named !== true)
  const current = plain[call.commas + (call.piped ? 1 : 0)] ?? (plain.at(-1)?.rest === true ? plain.at(-1) : undefined)
  const names = row.params.filter((p) => p.named === true || (p !== current && p.name !== 'input')).map((p): Item => ({
    label: `${p.name}:`, insertText: `${p.name}: `, kind: KINDS.property, ...(p.default === undefined || p.default === null ? {} : { detail: `default ${String(p.default)}` }), documentation: p.doc,
  }))
  return { only: row.what === 'layer' && (current === undefined || current.kind === 'activation'), items: [...(current === undefined ? [] : words(current)), ...names] }
}

function words(param: Param): readonly Item[] {
  switch (param.kind) {
    case 'activation': return [...ACTIVATIONS.values()].map((row) => ({ label: row.name, kind: KINDS.function, documentation: row.doc }))
    case 'initializer': return Object.entries(INITIALIZERS).map(([label, documentation]) => ({ label, documentation, kind: KINDS.function, ...(label === 'normal' || label === 'constant' ? { insertText: `${label}(` } : {}) }))
    case 'boolean': return ['true', 'false'].map(word)
    case 'word': return (param.words ?? []).map(word)
    default: return []
  }
}

/** After a dot: outputs of a network, parts of a given, splits of a data set, fields of a row. */
function members(workspace: Workspace, program: Program, statement: readonly IToken[]): readonly Item[] {
  const before = statement.slice(0, -1)
  const object = before.at(-1)
  if (object === undefined) return []
  if (object.image === ']') return modelNames(program, object.startOffset).filter(({ kind }) => kind === 'field').map(ofName)
  if (object.image === ')') {
    let depth = 0
    let at = before.length - 1
    for (; at >= 0; at--) {
      if (before[at]!.image === ')') depth++
      else if (before[at]!.image === '(' && --depth === 0) break
    }
    return outputs(program, before[at - 1]?.image ?? '', before[at - 2]?.image === '.' ? before[at - 3]?.image ?? '' : '')
  }
  const given = program.spec.declarations.find((d) => d.kind === 'given' && d.name.text === object.image)
  if (given?.kind === 'given') {
    const uri = followed(program.uri, given.from.value)
    const other = uri === null ? null : workspace.program(uri)
    return other === null ? [] : [...modelNames(other, -1).filter(({ kind }) => ['network', 'let', 'term', 'metric'].includes(kind)).map(ofName), ...laws(other)]
  }
  if (program.spec.declarations.some((d) => d.kind === 'data' && d.name?.text === object.image)) return ['train', 'test'].map(word)
  const applied = program.spec.declarations.find((d) => d.kind === 'let' && d.name.text === object.image)
  if (applied?.kind === 'let' && applied.value.kind === 'call' && applied.value.callee.kind === 'name') return outputs(program, applied.value.callee.text, '')
  const own = networkNamed(program.model, object.image)
  return own === null ? [] : [...new Set(own.parameters.map((p) => p.layer))].map((layer) => ({ label: layer, kind: KINDS.property, detail: 'layer' }))
}

function outputs(program: Program, network: string, given: string): readonly Item[] {
  const known = networkNamed(program.model, given === '' ? network : `${given}.${network}`)
  if (known !== null) return known.outputs.map(({ name, type }) => ({ label: name, kind: KINDS.property, detail: showType(type) }))
  const node = program.spec.declarations.find((d) => d.kind === 'network' && d.name.text === network)
  return node?.kind === 'network' ? node.outputs.map((o) => ({ label: o.name.text, kind: KINDS.property })) : []
}

// ── items ───────────────────────────────────────────────────────────────────────────────────────────────────────────

function values(program: Program, offset: number, inBody: boolean): readonly Item[] {
  const network = inBody ? networkAt(program, offset) : null
  const names = modelNames(program, offset)
  if (network !== null) return [...localNames(program, network, offset), ...names.filter(({ kind }) => ['hyper', 'network', 'block', 'given'].includes(kind))].map(ofName).concat([...POINTWISE_ROWS, ...FUNCTION_ROWS, ...LAYER_ROWS, ...CLOCK_ROWS].map(ofRow))
  return [...[...boundNames(program, offset), ...names].map(ofName), ...laws(program), ...REDUCER_ROWS.map(ofRow), ...SPECIAL_ROWS.map(ofRow), { label: 'log', kind: KINDS.function, documentation: 'The natural logarithm: `log p(x | z)`' }, ...[...POINTWISE_ROWS, ...FUNCTION_ROWS, ...CLOCK_ROWS].map(ofRow)]
}

const OF_NAMES: Partial<Record<NameKind, number>> = { network: KINDS.class, block: KINDS.class, hyper: KINDS.constant, given: KINDS.module }

const ofName = ({ name, kind, type, doc }: Visible): Item =>
  ({ label: name, kind: (OF_NAMES[kind] ?? KINDS.variable) as CompletionItem['kind'] & number, detail: `${kind === 'term' ? 'loss term' : kind}${type === null ? '' : ` ${type}`}`, ...(doc === '' ? {} : { documentation: doc }) })

const ofRow = (row: Row): Item => ({
  label: row.name, kind: row.what === 'word' ? KINDS.keyword : row.what === 'kind of number' || row.what === 'distribution' ? KINDS.type : KINDS.function,
  ...(row.params.length === 0 ? {} : { detail: showSignature(row) }), documentation: row.doc,
})

const word = (label: string): Item => ({ label, kind: KINDS.enumMember })

const laws = (program: Program): readonly Item[] => distributions(program).map(({ shown, doc }) => ({ label: shown, kind: KINDS.function, detail: 'distribution', ...(doc === '' ? {} : { documentation: doc }) }))

const networks = (program: Program, offset: number): readonly Item[] => modelNames(program, offset).filter(({ kind }) => kind === 'network' || kind === 'block').map(ofName)

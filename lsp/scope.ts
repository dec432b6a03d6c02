/** Names that may stand where the cursor is, with what they are. */
import type { Binder, Declaration, Distribution, Network } from '../grammar/ast.ts'
import type { NameKind } from '../compiler/names/occurrences.ts'
import { visitNodes } from '../compiler/names/walk.ts'
import { describedType, type Declared } from './describe.ts'
import { touches } from './positions.ts'
import type { Program } from './workspace.ts'

export interface Visible { readonly name: string; readonly kind: NameKind; readonly type: string | null; readonly doc: string }

/** Declarations of the model, and those of its stages. */
export const allDeclarations = ({ spec }: Program): readonly Declaration[] => spec.declarations.flatMap((d) => (d.kind === 'stage' ? [d, ...d.declarations] : [d]))

export const allNetworks = (program: Program): readonly Network[] => allDeclarations(program).filter((d) => d.kind === 'network')

/** Weights that are read by their path, `Enc.code.kernel`, in its parts. */
export function pathsOfWeights({ model }: Program): readonly (readonly string[])[] {
  const found: (readonly string[])[] = []
  visitNodes(model, (node) => { if (node.kind === 'parameter') found.push(String(node['entry']).split('.')) })
  return found
}

/** Whether a part of a path is the first, the second, … use of a block: `Two`, `Two_1`. */
export const isUseOf = (block: string, part: string): boolean => part.replace(/_\d+$/, '') === block

/** The network whose declaration holds an offset; also when its text is torn. */
export function networkAt(program: Program, offset: number): Network | null {
  return declarationsAround(program, offset).find((d) => d.kind === 'network' && offset > d.name.span.end) as Network | undefined ?? null
}

export function declarationsAround(program: Program, offset: number): readonly Declaration[] {
  const inside = (declarations: readonly Declaration[]): readonly Declaration[] =>
    declarations.flatMap((d) => (touches(d.span, offset) ? [d, ...(d.kind === 'stage' ? inside(d.declarations) : [])] : []))
  return inside(program.spec.declarations)
}

/** Formals, and the locals written before. */
export function localNames(program: Program, network: Network, offset: number): readonly Visible[] {
  return [
    ...network.formals.map((name): Visible => ({ name: name.text, kind: 'formal', type: describedType(program, { name, kind: 'formal' }), doc: '' })),
    ...network.body.flatMap(({ name, value, span }): Visible[] => (name !== null && name.text !== '' && span.end < offset ? [{ name: name.text, kind: 'local', type: describedType(program, { name, kind: 'local', value: value.span }), doc: '' }] : [])),
  ]
}

/** Names bound around an offset: `E[z ~ q(z | x): …]`. */
export function boundNames(program: Program, offset: number): readonly Visible[] {
  const found: Visible[] = []
  visitNodes(program.spec.declarations.filter(({ span }) => touches(span, offset)), (node) => {
    const binders = node['binders'] as readonly Binder[] | undefined
    if (binders === undefined || !touches(node.span, offset)) return
    for (const { name } of binders) if (name.text !== '' && name.span.end < offset) found.push({ name: name.text, kind: 'binder', type: describedType(program, { name, kind: 'binder' }), doc: '' })
  })
  return found
}

/** Names of the model. Stages' own included only inside them. */
export function modelNames(program: Program, offset: number): readonly Visible[] {
  const found = new Map<string, Visible>()
  const add = (declared: Declared, doc: string, type?: string): void => {
    const { name: { text }, kind } = declared
    if (text !== '' && !found.has(text)) found.set(text, { name: text, kind, type: type ?? describedType(program, declared), doc })
  }
  const visit = (declarations: readonly Declaration[]): void => {
    for (const d of declarations) {
      switch (d.kind) {
        case 'data': for (const { name } of d.fields) add({ name, kind: 'field' }, d.doc); break
        case 'hyper': add({ name: d.name, kind: 'hyper' }, d.doc, `= ${program.text.slice(d.value.span.start, d.value.span.end)}`); break
        case 'given': add({ name: d.name, kind: 'given' }, d.doc, d.from.value); break
        case 'import': for (const name of d.names) add({ name, kind: 'network' }, '', d.from.value); break
        case 'network': add({ name: d.name, kind: d.role === 'block' ? 'block' : 'network' }, d.doc, `(${d.formals.map((f) => f.text).join(', ')})${d.outputs.length === 0 ? '' : ` -> ${d.outputs.map((o) => o.name.text).join(', ')}`}`); break
        case 'draw': case 'weight': add({ name: d.name, kind: d.kind }, d.doc); break
        case 'let': case 'metric': add({ name: d.name, kind: d.kind, value: d.value.span }, d.doc); break
        case 'loss': for (const { name, value, doc } of d.terms) add({ name, kind: 'term', value: value.span }, doc); break
        case 'distribution': for (const name of d.variables) add({ name, kind: 'variable' }, ''); break
        case 'stage': if (touches(d.span, offset)) visit(d.declarations); break
        case 'model': case 'train': case 'figures': break
      }
    }
  }
  visit(program.spec.declarations)
  return [...found.values()]
}

/** A distribution as its uses are written: `q(z | x)`. */
export const headOf = ({ name, variables, conditions }: Distribution): string =>
  `${name.text}(${variables.map((v) => v.text).join(', ')}${conditions.length === 0 ? '' : ` | ${conditions.map((c) => c.text).join(', ')}`})`

/** Distributions by how they are written. */
export function distributions(program: Program): readonly { readonly shown: string; readonly doc: string }[] {
  return program.spec.declarations.flatMap((d) => (d.kind !== 'distribution' || d.name.text === '' ? [] : [{ shown: headOf(d), doc: d.doc }]))
}

/**
 * Where every name of a spec stands, and which stand for the same thing: what editors ask for definitions, references and
 * renaming. It needs the syntax tree only, so that it works beside mistakes.
 *
 * Names of the model are one thing throughout, binders and heads of distributions included, because they meet by name:
 * `E[z ~ q(z | x): log p(x | z)]` puts its z into `p(x | z)`. Formals, locals and binders of new names are things of their own.
 */
import type {
  Arg, Binder, CallExpr, Declaration, Expr, MemberExpr, Name, Network, RangeExpr, RowSet, Span, Spec, TrainStatement, TypeExpr,
} from '../../grammar/ast.ts'
import { ownerOf } from '../model/walk.ts'
import { LAYERS } from '../types/layers.ts'
import type { Signature } from '../types/signature.ts'
import { isSplit } from './reserved.ts'
import { Things, type Elsewhere, type NameKind, type Thing } from './things.ts'

export type { NameKind } from './things.ts'

export interface Occurrence {
  /** Equal for equal things. */
  readonly key: string
  readonly name: string
  readonly kind: NameKind
  readonly span: Span
  /** Where the name is declared or bound for this place; null for what another file declares. */
  readonly definition: Span | null
  /** A member of a given or a name of an import: what to look for in which file. */
  readonly from?: Elsewhere
  /** A bare argument of what a given has: of its distributions, the name also says which variable it stands for. */
  readonly argumentOf?: Elsewhere
}

interface Scope {
  readonly stage: string | null
  /** The names of a body; null at model level. */
  readonly body: { readonly network: string; readonly names: Map<string, Thing> } | null
  readonly bound: ReadonlyMap<string, Thing>
}

/** Every name of the spec in the order of the source. */
export function occurrencesOf(spec: Spec): readonly Occurrence[] {
  const index = new Index(spec)
  return index.found.sort((a, b) => a.span.start - b.span.start)
}

/** The occurrence whose name touches an offset; of two that touch, the one that begins there. */
export const occurrenceAt = (all: readonly Occurrence[], offset: number): Occurrence | null =>
  all.findLast(({ span }) => span.start <= offset && offset <= span.end) ?? null

const ROOT: Scope = { stage: null, body: null, bound: new Map() }

class Index {
  readonly found: Occurrence[] = []
  readonly #things: Things

  constructor(spec: Spec) {
    this.#things = new Things(spec)
    for (const node of spec.declarations) this.#declaration(node, ROOT)
  }

  // ── what a name stands for ────────────────────────────────────────────────────────────────────────────────────────

  #resolve(name: string, scope: Scope): Thing | null {
    const near = scope.body?.names.get(name) ?? scope.bound.get(name)
    if (near !== undefined) return near
    const thing = this.#things.ofModel(name, scope.stage)
    return scope.body === null || thing === null || ['hyper', 'network', 'block', 'given'].includes(thing.kind) ? thing : null
  }

  #note(name: Name, thing: Thing | null): void {
    if (thing !== null && name.text !== '') this.found.push({ ...thing, name: name.text, span: name.span })
  }

  #use(name: Name, scope: Scope): void { this.#note(name, this.#resolve(name.text, scope)) }

  // ── declarations ──────────────────────────────────────────────────────────────────────────────────────────────────

  #declaration(node: Declaration, scope: Scope): void {
    const own = (name: Name): void => {
      const thing = this.#things.ofModel(name.text, scope.stage)
      this.#note(name, thing === null ? null : { ...thing, definition: thing.from === undefined ? name.span : null })
    }
    switch (node.kind) {
      case 'model': this.#note(node.name, { key: 'header', kind: 'model', definition: node.name.span }); break
      case 'import': for (const name of node.names) own(name); break
      case 'given': own(node.name); break
      case 'data':
        if (node.name !== null) this.#note(node.name, this.#things.dataset(node.name.text))
        for (const field of node.fields) { own(field.name); this.#type(field.type, scope) }
        break
      case 'hyper': case 'let': case 'metric': own(node.name); this.#expr(node.value, scope); break
      case 'draw': own(node.name); this.#expr(node.from, scope); break
      case 'weight': own(node.name); for (const axis of node.shape) this.#expr(axis, scope); this.#expr(node.value, scope); break
      case 'loss': for (const term of node.terms) { own(term.name); this.#expr(term.value, scope) } break
      case 'distribution': {
        this.#note(node.name, this.#things.law(node.name.text, node))
        const conditions = node.conditions.flatMap((c) => { const thing = this.#things.ofModel(c.text, scope.stage); return thing === null ? [] : [[c.text, { ...thing, definition: c.span }] as const] })
        for (const name of [...node.variables, ...node.conditions]) this.#note(name, this.#things.ofModel(name.text, scope.stage))
        this.#expr(node.value, { ...scope, bound: new Map([...scope.bound, ...conditions]) })
        break
      }
      case 'network': own(node.name); this.#network(node, scope); break
      case 'train': for (const statement of node.statements) this.#statement(statement, scope); break
      case 'stage':
        this.#note(node.name, { key: `stage:${node.name.text}`, kind: 'stage', definition: node.name.span })
        for (const inner of node.declarations) this.#declaration(inner, { ...scope, stage: node.name.text })
        break
      case 'figures': for (const figure of node.figures) this.#expr(figure, scope); break
    }
  }

  #network(node: Network, scope: Scope): void {
    const network = node.name.text
    const names = new Map<string, Thing>()
    const inner: Scope = { ...scope, body: { network, names } }
    const own = (name: Name, kind: NameKind): void => {
      const thing: Thing = names.get(name.text) ?? { key: `local:${network}:${name.text}`, kind, definition: name.span }
      names.set(name.text, thing)
      this.#note(name, thing)
    }
    for (const formal of node.formals) own(formal, 'formal')
    for (const { name, type, annotated } of node.outputs) {
      this.#note(name, this.#things.output(node, name.text))
      this.#type(annotated ? type : { ...type, args: type.args }, scope)
    }
    for (const statement of node.body) {
      this.#expr(statement.value, inner)
      if (statement.name !== null) own(statement.name, 'local')
    }
  }

  #type(type: TypeExpr, scope: Scope): void {
    for (const expr of [...type.args, ...type.shape ?? [], ...type.range ?? []]) this.#expr(expr, { ...scope, body: null })
  }

  #statement(node: TrainStatement, scope: Scope): void {
    switch (node.kind) {
      case 'step':
        this.#expr(node.objective, scope)
        for (const player of node.over) {
          const first = ownerOf(player.text)
          this.#use({ text: first, span: { start: player.span.start, end: player.span.start + first.length } }, scope)
          if (player.member !== undefined) this.#given(first, player.member)
        }
        if (node.optimizer !== null) this.#expr(node.optimizer, scope)
        if (node.clip !== undefined) this.#expr(node.clip, scope)
        break
      case 'repeat': this.#expr(node.count, scope); for (const inner of node.statements) this.#statement(inner, scope); break
      case 'setting': this.#expr(node.value, scope); break
      case 'rows': this.#rows(node.set, scope, scope); break
      case 'report': this.#expr(node.every, scope); break
    }
  }

  // ── expressions ───────────────────────────────────────────────────────────────────────────────────────────────────

  #expr(node: Expr | RangeExpr, scope: Scope, piped = false): void {
    switch (node.kind) {
      case 'number': case 'text': case 'error': break
      case 'name': this.#use(node, scope); break
      case 'member': this.#member(node, scope); break
      case 'index': this.#expr(node.object, scope); for (const i of node.indices) this.#expr(i, scope); break
      case 'range': this.#expr(node.from, scope); this.#expr(node.to, scope); break
      case 'call': this.#call(node, scope, piped); break
      case 'reduce': case 'comprehension': this.#expr(node.body, this.#bind(node.binders, scope)); break
      case 'array': for (const item of node.items) this.#expr(item, scope); break
      case 'unary': case 'norm': case 'log': this.#expr(node.operand, scope); break
      case 'binary': this.#expr(node.left, scope); this.#expr(node.right, scope); break
      case 'pipe':
        this.#expr(node.input, scope)
        if (node.target.kind === 'name') this.#callee(node.target, scope)
        else this.#expr(node.target, scope, true)
        break
    }
  }

  #call(node: CallExpr, scope: Scope, piped: boolean): void {
    const { callee } = node
    const args = [...node.args, ...node.barArgs]
    if (callee.kind === 'name' && !this.#things.isNetwork(callee.text) && this.#things.law(callee.text) !== null) {
      this.#note(callee, this.#things.lawOf(callee.text, node.args))
      for (const arg of args) {
        if (arg.name !== null) this.#note(arg.name, this.#things.ofModel(arg.name.text, scope.stage))
        this.#expr(arg.value, scope)
      }
      return
    }
    if (callee.kind === 'name') this.#callee(callee, scope)
    else this.#expr(callee, scope)
    const inner = this.#bind(node.binders, scope)
    const given = callee.kind === 'member' && callee.object.kind === 'name' ? this.#things.givens.get(callee.object.text) : undefined
    if (given !== undefined && callee.kind === 'member') {
      const from = { path: given, name: callee.property.text }
      for (const { name, value } of args) {
        if (name !== null) this.#part(from, name)
        const thing = name === null && value.kind === 'name' ? this.#resolve(value.text, inner) : null
        if (thing !== null) this.found.push({ ...thing, name: (value as Name & Expr).text, span: value.span, argumentOf: from })
        else this.#expr(value, inner)
      }
      return
    }
    const row = callee.kind === 'name' && !this.#things.isNetwork(callee.text) ? LAYERS.get(callee.text) : undefined
    for (const [i, arg] of args.entries()) {
      const kind = row === undefined ? 'value' : paramKind(row, arg, i + (piped ? 1 : 0))
      if (kind === 'identifier' && arg.value.kind === 'name' && scope.body !== null) {
        this.#note(arg.value, { key: `layer:${scope.body.network}:${arg.value.text}`, kind: 'layer', definition: arg.value.span })
      } else if (kind === 'value' || kind === 'size' || kind === 'pair' || kind === 'number') this.#expr(arg.value, inner)
    }
  }

  /** Only networks and blocks are called by names of the model: `metric auroc = auroc(…)` has a function inside. */
  #callee(name: Name, scope: Scope): void { if (this.#things.isNetwork(name.text)) this.#note(name, this.#things.ofModel(name.text, scope.stage)) }

  #member(node: MemberExpr, scope: Scope): void {
    const { object, property } = node
    if (object.kind === 'name' && this.#things.givens.has(object.text) && scope.bound.get(object.text) === undefined) {
      this.#use(object, scope)
      this.#given(object.text, property)
    } else if (object.kind === 'name' && isSplit(property.text) && this.#things.dataset(object.text) !== null) this.#note(object, this.#things.dataset(object.text))
    else if (object.kind === 'index' && splitOf(object.object)) {
      this.#expr(object, scope)
      this.#note(property, this.#things.ofModel(property.text, scope.stage))
    } else if (object.kind === 'member' || object.kind === 'name') {
      this.#expr(object, scope)
      const isOutput = object.kind === 'name' && this.#output(object, property)
      if (!isOutput && object.kind === 'name') this.#note(property, this.#things.layer(object.text, property.text))
    } else {
      this.#expr(object, scope)
      this.#output(object, property)
    }
  }

  /** `.mu` of what a network gives; whether it is one. */
  #output(object: Expr, property: Name): boolean {
    const own = this.#things.applied(object)
    const from = own === null ? this.#things.appliedElsewhere(object) : null
    if (own !== null) this.#note(property, this.#things.output(own, property.text))
    else if (from !== null) this.#part(from, property)
    return own !== null || from !== null
  }

  #part(of: Elsewhere, { text, span }: Name): void {
    this.#note({ text, span }, { key: `part:${of.path}#${of.name}:${text}`, kind: 'member', definition: null, from: { ...of, part: text } })
  }

  #given(given: string, member: Name): void {
    const path = this.#things.givens.get(given)
    if (path !== undefined) this.#note(member, { key: `given:${given}.${member.text}`, kind: 'member', definition: null, from: { path, name: member.text } })
  }

  // ── binders ───────────────────────────────────────────────────────────────────────────────────────────────────────

  #bind(binders: readonly Binder[], scope: Scope): Scope {
    let inner = scope
    for (const binder of binders) {
      const known = this.#things.ofModel(binder.name.text, scope.stage)
      const thing: Thing = { key: known?.key ?? `binder:${binder.name.span.start}`, kind: known === null ? 'binder' : known.kind, definition: binder.name.span }
      const next: Scope = { ...inner, bound: new Map([...inner.bound, [binder.name.text, thing]]) }
      this.#note(binder.name, thing)
      if (binder.kind === 'in') this.#rows(binder.set, inner, next)
      else {
        for (const part of binder.kind === 'draws' ? [binder.from] : [binder.from, binder.to]) this.#expr(part, inner)
        if (binder.count !== null) this.#expr(binder.count, inner)
      }
      inner = next
    }
    return inner
  }

  #rows(set: RowSet, outer: Scope, inner: Scope): void {
    this.#expr(set.base, outer)
    if (set.rows !== null) this.#expr(set.rows, outer)
    if (set.per !== null) this.#note(set.per, this.#things.ofModel(set.per.text, outer.stage))
    if (set.where !== null) this.#expr(set.where, inner)
  }
}

const splitOf = (node: Expr): boolean => (node.kind === 'name' && isSplit(node.text)) || (node.kind === 'member' && isSplit(node.property.text))

/** What sort of thing an argument of a layer is: by its name, or by its place among those without. */
function paramKind(row: Signature, arg: Arg, place: number): string {
  const param = arg.name === null ? row.params.filter((p) => p.named !== true)[place] : row.params.find((p) => p.name === arg.name!.text)
  return param?.kind ?? 'value'
}

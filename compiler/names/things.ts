/** What the names of a spec stand for: the model's by name and stage, those of distributions, data sets, networks and layers. */
import type { Arg, Declaration, Distribution, Expr, Name, Network, Span, Spec } from '../../grammar/ast.ts'

export type NameKind =
  | 'model' | 'stage' | 'dataset' | 'field' | 'hyper' | 'network' | 'block' | 'draw' | 'weight' | 'let' | 'term' | 'metric' | 'given' | 'variable' | 'distribution'
  | 'formal' | 'local' | 'output' | 'layer' | 'binder' | 'member'

/** What to look for in which other file. `part`: an output of the network of that name, or a variable of the distributions. */
export interface Elsewhere { readonly path: string; readonly name: string; readonly part?: string }

export interface Thing { readonly key: string; readonly kind: NameKind; readonly definition: Span | null; readonly from?: Elsewhere }

export class Things {
  /** Paths of givens by name. */
  readonly givens = new Map<string, string>()
  /** Of the model by name, with the stage that declares it: null for the model itself. */
  readonly #declared = new Map<string, { readonly stage: string | null; readonly kind: NameKind; readonly span: Span; readonly from?: Elsewhere }[]>()
  /** Variables that only distributions name, by where they are stated first. */
  readonly #variables = new Map<string, Span>()
  readonly #laws = new Map<string, Distribution[]>()
  readonly #datasets = new Map<string, Span>()
  readonly #networks = new Map<string, Network[]>()
  readonly #lets = new Map<string, Expr>()

  constructor(spec: Spec) {
    this.#declare(spec.declarations, null)
    const laws = [...this.#laws.values()].flat()
    const state = ({ text, span }: Name): void => { if (!this.#variables.has(text)) this.#variables.set(text, span) }
    // Where nothing is given first; a condition only where no distribution is over it.
    for (const law of [...laws].sort((a, b) => a.conditions.length - b.conditions.length)) law.variables.forEach(state)
    for (const law of laws) law.conditions.forEach(state)
  }

  #declare(declarations: readonly Declaration[], stage: string | null): void {
    const add = (name: Name, kind: NameKind, from?: Elsewhere): void => {
      if (name.text === '') return
      const one = { stage, kind, span: name.span, ...(from === undefined ? {} : { from }) }
      this.#declared.set(name.text, [...this.#declared.get(name.text) ?? [], one])
    }
    for (const node of declarations) {
      switch (node.kind) {
        case 'data':
          if (node.name !== null) this.#datasets.set(node.name.text, node.name.span)
          for (const field of node.fields) add(field.name, 'field')
          break
        case 'import': for (const name of node.names) add(name, 'network', { path: node.from.value, name: name.text }); break
        case 'given': this.givens.set(node.name.text, node.from.value); add(node.name, 'given'); break
        case 'network':
          add(node.name, node.role === 'block' ? 'block' : 'network')
          this.#networks.set(node.name.text, [...this.#networks.get(node.name.text) ?? [], node])
          break
        case 'distribution': this.#laws.set(node.name.text, [...this.#laws.get(node.name.text) ?? [], node]); break
        case 'hyper': case 'draw': case 'weight': case 'metric': add(node.name, node.kind); break
        case 'let': add(node.name, 'let'); this.#lets.set(node.name.text, node.value); break
        case 'loss': for (const term of node.terms) add(term.name, 'term'); break
        case 'stage': this.#declare(node.declarations, node.name.text); break
        case 'model': case 'train': case 'figures': break
      }
    }
  }

  ofModel(name: string, stage: string | null): Thing | null {
    const all = this.#declared.get(name)
    if (all !== undefined) {
      const best = all.find((d) => d.stage === stage) ?? all.find((d) => d.stage === null) ?? all[0]!
      return { key: `model:${name}`, kind: best.kind, definition: best.span, ...(best.from === undefined ? {} : { from: best.from }) }
    }
    const variable = this.#variables.get(name)
    return variable === undefined ? null : { key: `model:${name}`, kind: 'variable', definition: variable }
  }

  dataset(name: string): Thing | null {
    const definition = this.#datasets.get(name)
    return definition === undefined ? null : { key: `dataset:${name}`, kind: 'dataset', definition }
  }

  law(name: string, own?: Distribution): Thing | null {
    const law = own ?? this.#laws.get(name)?.[0]
    return law === undefined ? null : { key: `law:${name}`, kind: 'distribution', definition: law.name.span }
  }

  /** The law that a use means: the one over the variables written. */
  lawOf(name: string, args: readonly Arg[]): Thing | null {
    const written = args.map((a) => a.name?.text ?? (a.value.kind === 'name' ? a.value.text : ''))
    return this.law(name, this.#laws.get(name)?.find((l) => l.variables.every((v) => written.includes(v.text))))
  }

  isNetwork(name: string): boolean { return this.#declared.get(name)?.some(({ kind }) => kind === 'network' || kind === 'block') === true }

  /** Of several outputs, and of one without a bare expression at the end, the names are locals of the body. */
  output(node: Network, name: string): Thing | null {
    const output = node.outputs.find((o) => o.name.text === name)
    if (output === undefined) return null
    const bare = !node.parenthesised && node.body.at(-1)?.name === null
    const local = bare ? undefined : node.body.find((s) => s.name?.text === name)?.name
    const formal = node.formals.find((f) => f.text === name)
    if (bare) return { key: `output:${node.name.text}:${name}`, kind: 'output', definition: output.name.span }
    return { key: `local:${node.name.text}:${name}`, kind: formal === undefined ? 'local' : 'formal', definition: (formal ?? local ?? output.name).span }
  }

  /** The network that an expression applies, through lets. */
  applied(node: Expr): Network | null {
    const callee = this.#callee(node)
    return callee?.kind === 'name' ? this.#networks.get(callee.text)?.[0] ?? null : null
  }

  /** The same where another file declares the network. */
  appliedElsewhere(node: Expr): Elsewhere | null {
    const callee = this.#callee(node)
    if (callee?.kind === 'name') return this.#declared.get(callee.text)?.[0]?.from ?? null
    const path = callee?.kind === 'member' && callee.object.kind === 'name' ? this.givens.get(callee.object.text) : undefined
    return path === undefined || callee?.kind !== 'member' ? null : { path, name: callee.property.text }
  }

  #callee(node: Expr, depth = 0): Expr | null {
    if (depth > 20) return null
    if (node.kind === 'pipe') return node.target.kind === 'call' ? node.target.callee : node.target
    if (node.kind === 'call') return node.callee
    const value = node.kind === 'name' ? this.#lets.get(node.text) : undefined
    return value === undefined ? null : this.#callee(value, depth + 1)
  }

  layer(network: string, name: string): Thing | null {
    const place = this.#networks.get(network)?.map((n) => layerName(n.body.map((s) => s.value), name)).find((s) => s !== null) ?? null
    return place === null ? null : { key: `layer:${network}:${name}`, kind: 'layer', definition: place }
  }
}

/** Where `name: code` is written in a body. */
function layerName(body: readonly Expr[], name: string): Span | null {
  const pending = [...body]
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (node.kind === 'pipe') pending.push(node.input, node.target)
    else if (node.kind === 'call') {
      const own = node.args.find((a) => a.name?.text === 'name' && a.value.kind === 'name' && a.value.text === name)
      if (own !== undefined) return own.value.span
      pending.push(...node.args.map((a) => a.value))
    } else if (node.kind === 'binary') pending.push(node.left, node.right)
    else if (node.kind === 'unary' || node.kind === 'norm' || node.kind === 'log') pending.push(node.operand)
  }
  return null
}

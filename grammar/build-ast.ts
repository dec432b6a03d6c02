/** Concrete syntax tree → AST. Total: a tree that recovery left incomplete gives an AST with empty names and `error` expressions. */
import type { CstNode } from 'chevrotain'
import type {
  BodyStatement, Comment, Data, Declaration, Distribution, DistributionRole, Expr, Field, Figures, Hyper, Let, Loss, Metric, Network, Output, Player, Role,
  Setting, Stage, Step, Term, Train, TrainStatement, TypeExpr,
} from './ast.ts'
import { ExpressionBuilder } from './build-expressions.ts'
import { node, nodes, token, tokens } from './cst.ts'
import { documentation } from './doc-comments.ts'
import { problem, type SyntaxProblem } from './problem.ts'

/** What each tree declares, and the problems that show only when that is built. */
export function buildAst(
  source: string, trees: readonly CstNode[], comments: readonly Comment[],
): { readonly declarations: readonly (readonly Declaration[])[]; readonly problems: readonly SyntaxProblem[] } {
  const builder = new AstBuilder(documentation(source, comments))
  const declarations = trees.map(tree => builder.declarations(tree))
  builder.leftoverPer()
  return { declarations, problems: builder.problems }
}

class AstBuilder extends ExpressionBuilder {
  readonly #documentation: (start: number) => string

  constructor(documentation: (start: number) => string) {
    super()
    this.#documentation = documentation
  }

  declarations(tree: CstNode): Declaration[] {
    return nodes(tree, 'statement').flatMap(statement => {
      // What is missing in it stands no earlier, whatever was built before.
      this.tokenSpan(token(statement, 'Start'))
      const wrapper = node(statement, 'declaration')
      const child = wrapper && Object.values(wrapper.children).flat()[0]
      return child && 'children' in child ? this.#declaration(child) ?? [] : []
    })
  }

  #declaration(tree: CstNode): Declaration | null {
    const start = this.begin(tree)
    const doc = this.#documentation(start)
    switch (tree.name) {
      case 'draw': {
        const name = this.name(token(tree, 'Identifier'))
        const from = this.expression(node(tree, 'expression'))
        return { kind: 'draw', doc, name, from, span: this.finish(start, tree) }
      }
      case 'model': {
        this.tokenSpan(token(tree, 'Model'))
        const name = this.name(token(tree, 'Identifier'))
        return { kind: 'model', doc, name, span: this.finish(start, tree) }
      }
      case 'import': {
        this.tokenSpan(token(tree, 'Import'))
        const names = tokens(tree, 'Identifier').map(found => this.name(found))
        const from = this.text(token(tree, 'TextLiteral'))
        return { kind: 'import', doc, names, from, span: this.finish(start, tree) }
      }
      case 'given': {
        this.tokenSpan(token(tree, 'Given'))
        const name = this.name(token(tree, 'Identifier'))
        const from = this.text(token(tree, 'TextLiteral'))
        return { kind: 'given', doc, name, from, span: this.finish(start, tree) }
      }
      case 'data': return this.#data(start, doc, tree)
      case 'equation': return this.#equation(start, doc, tree)
      case 'weight': {
        this.tokenSpan(token(tree, 'Weight'))
        const name = this.name(token(tree, 'Identifier'))
        const shape = this.#shape(node(tree, 'shape')) ?? []
        const value = this.expression(node(tree, 'expression'))
        return { kind: 'weight', doc, name, shape, value, span: this.finish(start, tree) }
      }
      case 'network': return this.#network(start, doc, tree)
      case 'distribution': return this.#distribution(start, doc, tree)
      case 'loss': return this.#loss(start, doc, tree)
      case 'train': {
        this.tokenSpan(token(tree, 'Train'))
        const statements = this.#trainStatements(node(tree, 'trainBlock'))
        return { kind: 'train', doc, statements, span: this.finish(start, tree) } satisfies Train
      }
      case 'stage': {
        this.tokenSpan(token(tree, 'Stage'))
        const name = this.name(token(tree, 'Identifier'))
        const declarations = this.declarations(tree)
        return { kind: 'stage', doc, name, declarations, span: this.finish(start, tree) } satisfies Stage
      }
      case 'figures': return this.#figures(start, doc, tree)
      default: return null
    }
  }

  #data(start: number, doc: string, tree: CstNode): Data {
    this.tokenSpan(token(tree, 'Data'))
    const found = token(tree, 'Identifier')
    const name = found ? this.name(found) : null
    const fields = nodes(tree, 'field').map(field => this.#field(field))
    return { kind: 'data', doc, name, fields, span: this.finish(start, tree) }
  }

  #field(tree: CstNode): Field {
    const start = this.begin(tree)
    const name = this.name(token(tree, 'Identifier'))
    const type = this.#type(node(tree, 'type'))
    const values = tokens(tree, 'value')
    const options = tokens(tree, 'option').map((option, i) => ({ name: this.name(option), value: this.name(values[i]) }))
    return { name, type, options, span: this.finish(start, tree) }
  }

  #type(tree: CstNode | undefined): TypeExpr {
    const start = this.begin(tree)
    const word = this.name(token(tree, 'Identifier'))
    const args = nodes(tree, 'argument').map(argument => this.expression(argument))
    const shape = this.#shape(node(tree, 'shape'))
    let range: readonly [Expr, Expr] | null = null
    const sign = token(tree, 'In')
    if (sign) {
      this.tokenSpan(sign)
      const low = this.expression(node(tree, 'low'))
      range = [low, this.expression(node(tree, 'high'))]
    }
    return { word, args, shape, range, span: this.finish(start, tree) }
  }

  #shape(tree: CstNode | undefined): Expr[] | null {
    if (!tree) return null
    const start = this.begin(tree)
    const shape = nodes(tree, 'expression').map(item => this.expression(item))
    this.finish(start, tree)
    return shape
  }

  #equation(start: number, doc: string, tree: CstNode): Hyper | Let | Metric {
    const word = token(tree, 'word')
    this.tokenSpan(word)
    const kind = word?.image === 'hyper' ? 'hyper' : word?.image === 'metric' ? 'metric' : 'let'
    const name = this.name(token(tree, 'Identifier'))
    const value = this.expression(node(tree, 'expression'))
    return { kind, doc, name, value, span: this.finish(start, tree) }
  }

  #network(start: number, doc: string, tree: CstNode): Network {
    const role = token(tree, 'RoleWord')
    this.tokenSpan(role)
    const signature = node(tree, 'signature')
    const signatureStart = this.begin(signature)
    const name = this.name(token(signature, 'Identifier'))
    const formals = tokens(node(signature, 'names'), 'Identifier').map(found => this.name(found))
    const parenthesised = token(signature, 'open') !== undefined
    const outputs = nodes(signature, 'output').map(output => this.#output(output))
    this.finish(signatureStart, signature)
    const body = nodes(tree, 'bodyStatement').flatMap(statement => this.#local(node(statement, 'local')))
    return { kind: 'network', doc, role: role?.image as Role, name, formals, outputs, parenthesised, body, span: this.finish(start, tree) }
  }

  #output(tree: CstNode): Output {
    const start = this.begin(tree)
    const annotated = token(tree, 'Colon') !== undefined
    const name = annotated ? this.name(token(tree, 'Identifier')) : undefined
    const type = this.#type(node(tree, 'type'))
    return { name: name ?? type.word, type, annotated, span: this.finish(start, tree) }
  }

  #local(tree: CstNode | undefined): BodyStatement[] {
    if (!tree) return []
    const start = this.begin(tree)
    const found = token(tree, 'Identifier')
    const name = found ? this.name(found) : null
    const value = this.expression(node(tree, 'expression'))
    return [{ name, value, span: this.finish(start, tree) }]
  }

  #distribution(start: number, doc: string, tree: CstNode): Distribution {
    const role = token(tree, 'DistributionWord')
    this.tokenSpan(role)
    const name = this.name(token(tree, 'Identifier'))
    const variables = tokens(node(tree, 'variables'), 'Identifier').map(found => this.name(found))
    const conditions = tokens(node(tree, 'conditions'), 'Identifier').map(found => this.name(found))
    const value = this.expression(node(tree, 'expression'))
    return { kind: 'distribution', doc, role: role?.image as DistributionRole, name, variables, conditions, value, span: this.finish(start, tree) }
  }

  #loss(start: number, doc: string, tree: CstNode): Loss {
    this.tokenSpan(token(tree, 'Loss'))
    const terms = nodes(tree, 'termStatement').flatMap(statement => this.#term(node(statement, 'term')))
    return { kind: 'loss', doc, terms, span: this.finish(start, tree) }
  }

  #term(tree: CstNode | undefined): Term[] {
    if (!tree) return []
    const start = this.begin(tree)
    const doc = this.#documentation(start)
    const name = this.name(token(tree, 'Identifier'))
    const value = this.expression(node(tree, 'expression'))
    return [{ doc, name, value, span: this.finish(start, tree) }]
  }

  #figures(start: number, doc: string, tree: CstNode): Figures {
    this.tokenSpan(token(tree, 'Figures'))
    const figures = nodes(tree, 'figureStatement').flatMap(statement => {
      const found = node(node(statement, 'figure'), 'application')
      if (!found) return []
      const expr = this.application(found)
      if (expr.kind === 'call') return [expr]
      if (expr.kind !== 'error') {
        this.problems.push(problem('syntax/figure', expr.span.start, expr.span.end, 'A figure is a call: `grid(z ~ p(z), 64: fake)`.', ['grid', 'compare', 'strip']))
      }
      return []
    })
    return { kind: 'figures', doc, figures, span: this.finish(start, tree) }
  }

  #trainStatements(tree: CstNode | undefined): TrainStatement[] {
    return nodes(tree, 'trainStatement').flatMap(statement => {
      const wrapper = node(statement, 'trainItem')
      const child = wrapper && Object.values(wrapper.children).flat()[0]
      return child && 'children' in child ? this.#trainStatement(child) : []
    })
  }

  #trainStatement(tree: CstNode): TrainStatement[] {
    const start = this.begin(tree)
    switch (tree.name) {
      case 'step': return [this.#step(start, tree)]
      case 'repeat': {
        this.tokenSpan(token(tree, 'Repeat'))
        const count = this.expression(node(tree, 'expression'))
        const statements = this.#trainStatements(node(tree, 'trainBlock'))
        return [{ kind: 'repeat', count, statements, span: this.finish(start, tree) }]
      }
      case 'setting': {
        const word = token(tree, 'SettingWord')
        this.tokenSpan(word)
        const value = this.expression(node(tree, 'expression'))
        return [{ kind: 'setting', word: word?.image as Setting['word'], value, span: this.finish(start, tree) }]
      }
      case 'rows': {
        this.tokenSpan(token(tree, 'Rows'))
        const set = this.rowSet(node(tree, 'rowSet'))
        return [{ kind: 'rows', set, span: this.finish(start, tree) }]
      }
      case 'report': {
        this.tokenSpan(token(tree, 'Every') ?? token(tree, 'Report'))
        const every = this.expression(node(tree, 'expression'))
        const unit = token(tree, 'UnitWord')?.image === 'rounds' ? 'rounds' : 'epochs'
        return [{ kind: 'report', every, unit, span: this.finish(start, tree) }]
      }
      default: return []
    }
  }

  #player(tree: CstNode): Player {
    const name = this.name(token(tree, 'Identifier'))
    const tail = node(tree, 'member')
    if (!tail) return name
    const member = this.name(token(tail, 'Identifier'))
    return { text: `${name.text}.${member.text}`, member, span: { start: name.span.start, end: member.span.end } }
  }

  #step(start: number, tree: CstNode): Step {
    const direction = token(tree, 'DirectionWord')
    this.tokenSpan(direction)
    const objective = this.expression(node(tree, 'objective'))
    const over = nodes(tree, 'player').map(player => this.#player(player))
    const optimizer = token(tree, 'With') ? this.expression(node(tree, 'optimizer')) : null
    const clip = token(tree, 'Clip') ? { clip: this.expression(node(tree, 'clip')) } : {}
    return { kind: 'step', direction: direction?.image === 'maximize' ? 'maximize' : 'minimize', objective, over, optimizer, ...clip, span: this.finish(start, tree) }
  }
}

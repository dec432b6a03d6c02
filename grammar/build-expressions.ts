/** Expressions of the concrete syntax tree → expressions of the AST. Total: what is missing becomes an `error` expression. */
import type { CstNode, IToken } from 'chevrotain'
import type { Arg, Binder, CallExpr, Expr, IndexExpr, Name, NumberExpr, RangeExpr, RowSet, Span, Text } from './ast.ts'
import { endOf, node, nodes, startOf, token, tokens } from './cst.ts'
import { nest, type Item, type Link } from './precedence.ts'
import { problem, type SyntaxProblem } from './problem.ts'
import { Superscript, Versus } from './tokens.ts'

type Index = Expr | RangeExpr

/** Builds in the order of the source and remembers how far it has come: a missing piece stands there. */
export class ExpressionBuilder {
  readonly problems: SyntaxProblem[] = []
  /** `per y` of index expressions that no row set has taken over. */
  readonly #per = new Map<Expr, Name>()
  protected at = 0

  /** Where a sub-tree begins; its missing pieces stand no earlier. */
  protected begin(tree: CstNode | undefined): number {
    return this.at = Math.max(this.at, startOf(tree) ?? this.at)
  }

  /** The span from `start` over the sub-tree and all that was built since. */
  protected finish(start: number, tree: CstNode | undefined): Span {
    return { start, end: this.at = Math.max(this.at, endOf(tree) ?? this.at) }
  }

  protected tokenSpan(found: IToken | undefined): Span {
    if (!found) return { start: this.at, end: this.at }
    this.at = Math.max(this.at, found.startOffset + found.image.length)
    return { start: found.startOffset, end: found.startOffset + found.image.length }
  }

  protected name(found: IToken | undefined): Name {
    return { text: found?.image ?? '', span: this.tokenSpan(found) }
  }

  protected text(found: IToken | undefined): Text {
    return { value: found ? unquote(found.image) : '', span: this.tokenSpan(found) }
  }

  protected missing(): Expr {
    return { kind: 'error', span: { start: this.at, end: this.at } }
  }

  /** Problems that only show when everything is built. */
  leftoverPer(): void {
    for (const per of this.#per.values()) {
      this.problems.push(problem('syntax/binder', per.span.start, per.span.end, '`per` stands only in the rows of a set: `train[0..9 per y]`.'))
    }
  }

  expression(tree: CstNode | undefined): Expr {
    if (!tree) return this.missing()
    this.begin(tree)
    const operands = nodes(tree, 'operand')
    const items = [this.#item(operands[0])]
    const links: Link[] = []
    for (const operator of tokens(tree, 'operator')) {
      if (operator.tokenType === Superscript) {
        links.push({ operator, exponent: this.#exponent(operator) })
      } else {
        this.tokenSpan(operator)
        links.push({ operator, exponent: null })
        items.push(this.#item(operands[items.length]))
      }
    }
    return nest(items, links, this.problems)
  }

  #exponent(found: IToken): NumberExpr {
    const digits = [...found.image].map(c => c === '⁻' ? '-' : superscripts.indexOf(c)).join('')
    return { kind: 'number', value: Number(digits), text: found.image, span: this.tokenSpan(found) }
  }

  #item(tree: CstNode | undefined): Item {
    const prefixes = tokens(tree, 'Prefix')
    this.begin(tree)
    for (const prefix of prefixes) this.tokenSpan(prefix)
    const inner = node(tree, 'application')
    const start = this.begin(inner)
    const operand = this.application(inner)
    return { prefixes, operand, outer: this.finish(start, inner) }
  }

  application(tree: CstNode | undefined): Expr {
    const start = this.begin(tree)
    let result = this.#primary(node(tree, 'primary'))
    for (const tail of nodes(tree, 'tail')) {
      this.begin(tail)
      if (tail.name === 'member') {
        const property = this.name(token(tail, 'Identifier'))
        result = { kind: 'member', object: result, property, span: this.finish(start, tail) }
      } else if (tail.name === 'call') result = this.#call(start, result, tail)
      else if (tail.name === 'reduction') result = this.#reduction(start, result, tail)
      else result = this.#index(start, result, tail)
    }
    return result
  }

  #primary(tree: CstNode | undefined): Expr {
    if (!tree) return this.missing()
    const start = this.begin(tree)
    const number = token(tree, 'NumberLiteral')
    if (number) return { kind: 'number', value: Number(number.image), text: number.image, span: this.tokenSpan(number) }
    const text = token(tree, 'TextLiteral')
    if (text) return { kind: 'text', value: unquote(text.image), span: this.tokenSpan(text) }
    const log = token(tree, 'Log')
    if (log) {
      this.tokenSpan(log)
      const operand = this.application(node(tree, 'application'))
      return { kind: 'log', operand, span: this.finish(start, tree) }
    }
    const name = token(tree, 'Identifier')
    if (name) return { kind: 'name', text: name.image, span: this.tokenSpan(name) }
    const norm = token(tree, 'NormOpen')
    if (norm) {
      this.tokenSpan(norm)
      const operand = this.expression(node(tree, 'expression'))
      return { kind: 'norm', operand, span: this.finish(start, tree) }
    }
    const paren = token(tree, 'LeftParen')
    if (paren) {
      this.tokenSpan(paren)
      const inner = this.expression(node(tree, 'expression'))
      this.finish(start, tree)
      return inner
    }
    const array = node(tree, 'array')
    return array ? this.#array(array) : this.missing()
  }

  #array(tree: CstNode): Expr {
    const start = this.begin(tree)
    this.tokenSpan(token(tree, 'LeftSquare'))
    const bound = node(tree, 'binders')
    if (bound) {
      const binders = this.#binders(bound)
      const body = this.expression(node(tree, 'body'))
      return { kind: 'comprehension', binders, body, span: this.finish(start, tree) }
    }
    const items = nodes(tree, 'expression').map(item => this.expression(item))
    return { kind: 'array', items, span: this.finish(start, tree) }
  }

  #call(start: number, object: Expr, tree: CstNode): CallExpr {
    let callee = object
    if (!isNameChain(object) && object.kind !== 'error') {
      const { start: from, end } = object.span
      this.problems.push(problem('syntax/call', from, end, object.kind === 'number'
        ? `A number cannot be called. Multiplication is written: \`${object.text} * (…)\`.`
        : 'Only a name can be called. For a product write `*` before the parenthesis; for a result that is a function, name it with `let` first.'))
      callee = { kind: 'error', span: object.span }
    }
    this.tokenSpan(token(tree, 'LeftParen'))
    const binders = this.#binders(node(tree, 'binders'))
    const args = nodes(tree, 'argument').map(argument => this.#argument(argument))
    const bar = token(tree, 'bar')
    if (bar) this.tokenSpan(bar)
    const barArgs = nodes(tree, 'barArgument').map(argument => this.#argument(argument))
    return {
      kind: 'call', callee, binders, args, bar: !bar ? null : bar.tokenType === Versus ? 'versus' : 'given', barArgs, span: this.finish(start, tree),
    }
  }

  #argument(tree: CstNode): Arg {
    const start = this.begin(tree)
    const separator = token(tree, 'separator')
    const found = token(tree, 'Identifier')
    const name = found ? this.name(found) : null
    if (separator) this.tokenSpan(separator)
    const value = this.expression(node(tree, 'expression'))
    return { name, separator: separator ? separator.image as ':' | '=' : null, value, span: this.finish(start, tree) }
  }

  #reduction(start: number, object: Expr, tree: CstNode): Expr {
    let reducer: Name
    if (object.kind === 'name') reducer = { text: object.text, span: object.span }
    else {
      if (object.kind !== 'error') {
        this.problems.push(problem('syntax/reduce', object.span.start, object.span.end,
          'Brackets with a binder follow a plain name: `E[z ~ p(z): …]`, `argmax[y in label(10): …]`.'))
      }
      reducer = { text: '', span: object.span }
    }
    this.tokenSpan(token(tree, 'LeftSquare'))
    const binders = this.#binders(node(tree, 'binders'))
    const body = this.expression(node(tree, 'expression'))
    return { kind: 'reduce', reducer, binders, body, span: this.finish(start, tree) }
  }

  #index(start: number, object: Expr, tree: CstNode): IndexExpr {
    this.tokenSpan(token(tree, 'LeftSquare'))
    const indices = nodes(tree, 'indexItem').map(item => this.#indexItem(item))
    const found = token(tree, 'Per') ? token(tree, 'Identifier') : undefined
    const per = found ? this.name(found) : undefined
    const result: IndexExpr = { kind: 'index', object, indices, span: this.finish(start, tree) }
    if (per) this.#per.set(result, per)
    return result
  }

  #indexItem(tree: CstNode | undefined): Index {
    const start = this.begin(tree)
    const [first, second] = nodes(tree, 'expression')
    const from = this.expression(first)
    const dots = token(tree, 'Range')
    if (!dots) return from
    this.tokenSpan(dots)
    const to = this.expression(second)
    return { kind: 'range', from, to, span: this.finish(start, tree) }
  }

  #binders(tree: CstNode | undefined): Binder[] {
    const result: Binder[] = []
    if (!tree) return result
    this.begin(tree)
    for (const item of nodes(tree, 'binderItem')) {
      const binder = node(item, 'binder')
      const count = node(item, 'count')
      if (binder) result.push(this.#binder(binder))
      else if (count) {
        const value = this.expression(count)
        const last = result.at(-1)
        if (last && last.kind !== 'in' && last.count === null) {
          result[result.length - 1] = { ...last, count: value, span: { start: last.span.start, end: Math.max(last.span.end, value.span.end) } }
        } else {
          this.problems.push(problem('syntax/binder', value.span.start, value.span.end, last?.kind === 'in'
            ? 'A count follows `v ~ d` or `v from a to b`; `v in S` takes every element of S.'
            : 'Here another binder should stand: `v ~ d`, `v in S` or `v from a to b, n`.'))
        }
      }
    }
    this.finish(this.at, tree)
    return result
  }

  #binder(tree: CstNode): Binder {
    const start = this.begin(tree)
    const name = this.name(token(tree, 'Identifier'))
    if (token(tree, 'In')) {
      this.tokenSpan(token(tree, 'In'))
      const set = this.rowSet(node(tree, 'rowSet'))
      return { kind: 'in', name, set, span: this.finish(start, tree) }
    }
    if (token(tree, 'From')) {
      this.tokenSpan(token(tree, 'From'))
      const from = this.expression(node(tree, 'from'))
      const to = this.expression(node(tree, 'to'))
      return { kind: 'path', name, from, to, count: null, span: this.finish(start, tree) }
    }
    this.tokenSpan(token(tree, 'Tilde'))
    const from = this.expression(node(tree, 'distribution'))
    return { kind: 'draws', name, from, count: null, span: this.finish(start, tree) }
  }

  rowSet(tree: CstNode | undefined): RowSet {
    const start = this.begin(tree)
    const whole = this.#indexItem(node(tree, 'indexItem'))
    const condition = node(tree, 'expression')
    const where = token(tree, 'Where') ? this.expression(condition) : null
    const span = this.finish(start, tree)
    if (whole.kind === 'index' && whole.indices.length === 1 && isNameChain(whole.object)) {
      const per = this.#per.get(whole) ?? null
      this.#per.delete(whole)
      return { base: whole.object, rows: whole.indices[0]!, per, where, span }
    }
    return { base: whole, rows: null, per: null, where, span }
  }
}

const superscripts = '⁰¹²³⁴⁵⁶⁷⁸⁹'

/** `f`, `J.f`, `J.Enc.f` */
function isNameChain(expr: Expr): boolean {
  let inner = expr
  while (inner.kind === 'member') inner = inner.object
  return inner.kind === 'name'
}

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r' }

/** The text that a literal stands for; the closing quote may be missing. */
function unquote(image: string): string {
  const closed = /^"(?:[^"\\]|\\.)*"$/.test(image)
  return image.slice(1, closed ? -1 : undefined).replace(/\\(.?)/g, (_, c: string) => escapes[c] ?? c)
}

/** Concrete syntax tree of an expression → Prettier document. Tokens are printed as they were typed; only the space between them is ours. */
import type { CstElement, CstNode, IToken } from 'chevrotain'
import type { Doc } from 'prettier'
import { builders } from 'prettier/doc'
import type { Comment } from './ast.ts'
import { node, nodes, token, tokens } from './cst.ts'
import { Arrow, Divide, NumberLiteral, Power, Superscript } from './tokens.ts'
import type { Trivia } from './trivia.ts'

const { breakParent, fill, group, hardline, indent, line, lineSuffix, softline } = builders

/** Put before anchor tokens when a statement is measured; no source holds it. */
export const mark = '\u0001'

const isToken = (element: CstElement): element is IToken => 'image' in element

/** Every written token below a sub-tree, in the order of the source. */
export function writtenTokens(tree: CstNode | undefined): IToken[] {
  const found: IToken[] = []
  const visit = (element: CstElement): void => {
    if (!isToken(element)) for (const part of Object.values(element.children)) part.forEach(visit)
    else if (element.image !== '') found.push(element)
  }
  if (tree) visit(tree)
  return found.sort((a, b) => a.startOffset - b.startOffset)
}

export class ExpressionPrinter {
  protected readonly trivia: Trivia
  /** Extra spaces before a token, from alignment. */
  protected readonly pads = new Map<IToken, number>()
  /** Spaces before the comment that trails a token. */
  protected readonly gaps = new Map<IToken, number>()
  /** While a statement is measured: tokens to mark. Comments are left out then. */
  protected marked: ReadonlySet<IToken> | null = null
  /** Last tokens of statements: a comment after one breaks no line. */
  protected readonly finals = new Set<IToken>()

  constructor(trivia: Trivia) {
    this.trivia = trivia
  }

  // ── tokens ────────────────────────────────────────────────────────────────────────────────────────────────────────

  /** A token with the comments that belong to it. */
  tok(found: IToken | undefined): Doc {
    if (!found) return ''
    return this.marked ? this.bare(found) : [this.comments(this.trivia.leading(found), found.startOffset), this.bare(found)]
  }

  /** A token without the comments above it. */
  protected bare(found: IToken): Doc {
    if (this.marked) return this.marked.has(found) ? [mark, found.image] : found.image
    const parts: Doc[] = [' '.repeat(this.pads.get(found) ?? 0), found.image]
    let end = found.startOffset + found.image.length
    for (const comment of this.trivia.trailing(found)) {
      const typed = Math.max(1, comment.span.start - end)
      parts.push(lineSuffix([' '.repeat(this.gaps.get(found) ?? Math.min(typed, 60)), comment.text]), this.finals.has(found) ? '' : breakParent)
      end = comment.span.end
    }
    return parts
  }

  /** Comments on lines of their own, and the line break after each; at most one empty line is kept. `next` is where what follows starts. */
  protected comments(comments: readonly Comment[], next: number): Doc {
    return comments.map((comment, i) => {
      const below = comments[i + 1]?.span.start ?? next
      return [comment.text, hardline, this.trivia.blankLine(comment.span.end, below) ? hardline : '']
    })
  }

  /** A separator that becomes a line break when comments stand above what follows. */
  protected gap(before: CstNode | IToken | undefined, separator: Doc): Doc {
    const first = before === undefined ? undefined : isToken(before) ? before : writtenTokens(before)[0]
    return first && this.trivia.leading(first).length > 0 ? hardline : separator
  }

  /** Items with commas between them. `commas[i]` follows `items[i]`. */
  protected list(items: readonly Doc[], commas: readonly IToken[], separator: Doc = line): Doc {
    return items.map((item, i) => i < items.length - 1 ? [item, this.tok(commas[i]), separator] : item)
  }

  /** `( … )` or `[ … ]`, broken inside when it does not fit. */
  protected enclosed(open: IToken | undefined, content: Doc, close: IToken | undefined): Doc {
    if (content === '') return [this.tok(open), this.tok(close)]
    return group([this.tok(open), indent([softline, content]), softline, this.tok(close)])
  }

  // ── operators ─────────────────────────────────────────────────────────────────────────────────────────────────────

  expression(tree: CstNode | undefined): Doc {
    if (!tree) return ''
    const operands = nodes(tree, 'operand')
    const operators = tokens(tree, 'operator')
    if (operators.length === 0) return this.#operand(operands[0])
    const broken = this.#brokenArrows(tree, operators)
    const stages: { readonly arrow: IToken | null; readonly operands: CstNode[]; readonly operators: IToken[] }[] =
      [{ arrow: null, operands: [operands[0]!], operators: [] }]
    let next = 1
    for (const operator of operators) {
      if (operator.tokenType === Arrow) stages.push({ arrow: operator, operands: [operands[next++]!], operators: [] })
      else {
        const stage = stages.at(-1)!
        stage.operators.push(operator)
        if (operator.tokenType !== Superscript) stage.operands.push(operands[next++]!)
      }
    }
    if (stages.length === 1) return indent(this.#arithmetic(stages[0]!.operands, stages[0]!.operators))
    const parts: Doc[] = []
    for (const stage of stages) {
      const printed = this.#arithmetic(stage.operands, stage.operators)
      if (!stage.arrow) {
        parts.push(printed)
        continue
      }
      parts.push(broken.has(stage.arrow) ? hardline : line, [this.tok(stage.arrow), ' ', printed])
    }
    return indent(fill(parts))
  }

  /** Arrows that were typed at the start of a line: they stay there, so comments above or before them break nothing else. */
  #brokenArrows(tree: CstNode, operators: readonly IToken[]): ReadonlySet<IToken> {
    const broken = new Set<IToken>()
    if (!operators.some(operator => operator.tokenType === Arrow)) return broken
    const written = writtenTokens(tree)
    const arrows = new Set(operators.filter(operator => operator.tokenType === Arrow))
    written.forEach((found, i) => {
      const previous = written[i - 1]
      if (!previous || !arrows.has(found) || this.trivia.sameLine(previous.startOffset + previous.image.length, found.startOffset)) return
      broken.add(found)
      this.finals.add(previous)
    })
    return broken
  }

  /** Operands and operators without arrows; lines break after an operator. */
  #arithmetic(operands: readonly CstNode[], operators: readonly IToken[]): Doc {
    const parts: Doc[] = []
    let current: Doc[] = [this.#operand(operands[0])]
    let next = 1
    for (const operator of operators) {
      if (operator.tokenType === Superscript) {
        current.push(this.tok(operator))
        continue
      }
      const left = operands[next - 1]
      const right = operands[next++]
      if (operator.tokenType === Power || this.#isFraction(operator, left, right)) current.push(this.tok(operator), this.#operand(right))
      else {
        parts.push([...current, ' ', this.tok(operator)], this.gap(right, line))
        current = [this.#operand(right)]
      }
    }
    return parts.length === 0 ? current : fill([...parts, current])
  }

  /** `1/2`, typed without spaces between two numbers. */
  #isFraction(operator: IToken, left: CstNode | undefined, right: CstNode | undefined): boolean {
    const [l, ...ls] = writtenTokens(left)
    const [r, ...rs] = writtenTokens(right)
    return operator.tokenType === Divide && ls.length + rs.length === 0 && l?.tokenType === NumberLiteral && r?.tokenType === NumberLiteral
      && l.startOffset + l.image.length === operator.startOffset && operator.startOffset + 1 === r.startOffset
  }

  #operand(tree: CstNode | undefined): Doc {
    const prefixes = tokens(tree, 'Prefix').map(prefix => [this.tok(prefix), prefix.image === 'not' ? ' ' : ''])
    return [prefixes, this.application(node(tree, 'application'))]
  }

  // ── applications ──────────────────────────────────────────────────────────────────────────────────────────────────

  application(tree: CstNode | undefined): Doc {
    const parts: Doc[] = [this.#primary(node(tree, 'primary'))]
    for (const tail of nodes(tree, 'tail')) {
      if (tail.name === 'member') parts.push(this.tok(token(tail, 'Dot')), this.tok(token(tail, 'Identifier')))
      else if (tail.name === 'call') parts.push(this.#call(tail))
      else if (tail.name === 'reduction') parts.push(this.#bound(tail, 'expression'))
      else parts.push(this.#index(tail))
    }
    return parts
  }

  #primary(tree: CstNode | undefined): Doc {
    const log = token(tree, 'Log')
    if (log) return [this.tok(log), ' ', this.application(node(tree, 'application'))]
    const paren = token(tree, 'LeftParen')
    if (paren) return [this.tok(paren), this.expression(node(tree, 'expression')), this.tok(token(tree, 'RightParen'))]
    const norm = token(tree, 'NormOpen')
    if (norm) return [this.tok(norm), this.expression(node(tree, 'expression')), this.tok(token(tree, 'NormClose'))]
    const array = node(tree, 'array')
    if (!array) return this.tok(token(tree, 'NumberLiteral') ?? token(tree, 'TextLiteral') ?? token(tree, 'Identifier'))
    if (node(array, 'binders')) return this.#bound(array, 'body')
    const items = nodes(array, 'expression').map(item => this.expression(item))
    return this.enclosed(token(array, 'LeftSquare'), items.length === 0 ? '' : this.list(items, tokens(array, 'Comma')), token(array, 'RightSquare'))
  }

  /** `[binders: body]` */
  #bound(tree: CstNode, body: string): Doc {
    const binders = node(tree, 'binders')
    const content = binders ? [this.#binders(binders), line, this.expression(node(tree, body))] : this.expression(node(tree, body))
    return this.enclosed(token(tree, 'LeftSquare'), content, token(tree, 'RightSquare'))
  }

  #call(tree: CstNode): Doc {
    const binders = node(tree, 'binders')
    const bar = token(tree, 'bar')
    const items = nodes(tree, 'argument').map(argument => this.#argument(argument))
    const barItems = nodes(tree, 'barArgument').map(argument => this.#argument(argument))
    const commas = tokens(tree, 'Comma')
    const before = Math.max(0, items.length - 1)
    if (!binders && !bar && items.length === 0) return this.enclosed(token(tree, 'LeftParen'), '', token(tree, 'RightParen'))
    return this.enclosed(token(tree, 'LeftParen'), [
      binders ? [this.#binders(binders), items.length > 0 ? line : ''] : '',
      this.list(items, commas.slice(0, before)),
      bar ? [items.length > 0 ? ' ' : '', this.tok(bar), line, this.list(barItems, commas.slice(before))] : '',
    ], token(tree, 'RightParen'))
  }

  #argument(tree: CstNode): Doc {
    const separator = token(tree, 'separator')
    const value = this.expression(node(tree, 'expression'))
    if (!separator) return value
    return [this.tok(token(tree, 'Identifier')), separator.image === '=' ? ' ' : '', this.tok(separator), ' ', value]
  }

  #index(tree: CstNode): Doc {
    const items = nodes(tree, 'indexItem').map(item => this.#indexItem(item))
    const per = token(tree, 'Per')
    const content = [this.list(items, tokens(tree, 'Comma')), per ? [' ', this.tok(per), ' ', this.tok(token(tree, 'Identifier'))] : '']
    return this.enclosed(token(tree, 'LeftSquare'), items.length === 0 && !per ? '' : content, token(tree, 'RightSquare'))
  }

  #indexItem(tree: CstNode | undefined): Doc {
    const [from, to] = nodes(tree, 'expression')
    const dots = token(tree, 'Range')
    return dots ? [this.expression(from), this.tok(dots), this.expression(to)] : this.expression(from)
  }

  // ── binders ───────────────────────────────────────────────────────────────────────────────────────────────────────

  /** Binders with the colon that ends them. */
  #binders(tree: CstNode): Doc {
    const items = nodes(tree, 'binderItem').map(item => {
      const binder = node(item, 'binder')
      return binder ? this.#binder(binder) : this.expression(node(item, 'count'))
    })
    return [this.list(items, tokens(tree, 'Comma')), this.tok(token(tree, 'Colon'))]
  }

  #binder(tree: CstNode): Doc {
    const name = this.tok(token(tree, 'Identifier'))
    const sign = token(tree, 'In')
    if (sign) return [name, ' ', this.tok(sign), ' ', this.rowSet(node(tree, 'rowSet'))]
    const from = token(tree, 'From')
    if (from) {
      return [name, ' ', this.tok(from), ' ', this.expression(node(tree, 'from')), ' ', this.tok(token(tree, 'To')), ' ', this.expression(node(tree, 'to'))]
    }
    return [name, ' ', this.tok(token(tree, 'Tilde')), ' ', this.expression(node(tree, 'distribution'))]
  }

  protected rowSet(tree: CstNode | undefined): Doc {
    const where = token(tree, 'Where')
    const set = this.#indexItem(node(tree, 'indexItem'))
    return where ? [set, ' ', this.tok(where), ' ', this.expression(node(tree, 'expression'))] : set
  }
}


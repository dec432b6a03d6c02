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
  /** Last tokens of statements and of lines that break anyway: a comment after one changes nothing else. */
  protected readonly finals = new Set<IToken>()
  /** Tokens before which a line breaks when comments stand above them. */
  readonly #lineStarts = new Set<IToken>()
  /** Tokens after which a line breaks when a comment follows them. */
  readonly #lineEnds = new Set<IToken>()

  constructor(trivia: Trivia) {
    this.trivia = trivia
  }

  // ── tokens ────────────────────────────────────────────────────────────────────────────────────────────────────────

  /** A token with the comments that belong to it. */
  tok(found: IToken | undefined): Doc {
    if (!found) return ''
    const above = this.trivia.leading(found)
    if (this.marked || above.length === 0) return this.bare(found)
    return [this.#lineStarts.has(found) ? '' : hardline, this.comments(above, found.startOffset), this.bare(found)]
  }

  /** Says that a separator which can break a line is printed right before `what`; a separator that must, if comments need it. */
  protected lineStart(what: CstNode | IToken | undefined, separator: Doc = ''): Doc {
    const first = what === undefined ? undefined : isToken(what) ? what : writtenTokens(what)[0]
    if (!first) return separator
    this.#lineStarts.add(first)
    return this.trivia.leading(first).length > 0 ? hardline : separator
  }

  /** Prints the items of a list, each of which may start a line; the last stands before a closing bracket unless `inner`. */
  protected items<T extends CstNode | IToken>(items: readonly T[], print: (item: T) => Doc, inner = false): Doc[] {
    if (!inner) this.lineEnd(items.at(-1))
    return items.map(item => {
      this.lineStart(item)
      return print(item)
    })
  }

  /** A token without the comments above it. */
  protected bare(found: IToken): Doc {
    return [this.#word(found), this.#after(found)]
  }

  #word(found: IToken): Doc {
    if (this.marked) return this.marked.has(found) ? [mark, found.image] : found.image
    return [' '.repeat(this.pads.get(found) ?? 0), found.image]
  }

  /** The comment after a token, and what makes the line break there. */
  #after(found: IToken): Doc {
    const comment = this.marked ? undefined : this.trivia.trailing(found)[0]
    if (!comment) return ''
    const typed = Math.max(1, comment.span.start - found.startOffset - found.image.length)
    const spaced = ' '.repeat(this.gaps.get(found) ?? Math.min(typed, 60)) + comment.text
    if (this.finals.has(found)) return lineSuffix(spaced)
    return this.#lineEnds.has(found) ? [lineSuffix(spaced), breakParent] : [spaced, hardline]
  }

  /** Says that a separator which can break a line is printed right after the last token of `what`. */
  protected lineEnd(what: CstNode | IToken | undefined): void {
    const last = what === undefined ? undefined : isToken(what) ? what : writtenTokens(what).at(-1)
    if (last) this.#lineEnds.add(last)
  }

  /** Comments on lines of their own, and the line break after each; at most one empty line is kept. `next` is where what follows starts. */
  protected comments(comments: readonly Comment[], next: number): Doc {
    return comments.map((comment, i) => {
      const below = comments[i + 1]?.span.start ?? next
      return [comment.text, hardline, this.trivia.blankLine(comment.span.end, below) ? hardline : '']
    })
  }

  /** Items with commas between them. `commas[i]` follows `items[i]`. */
  protected list(items: readonly Doc[], commas: readonly IToken[], separator: Doc = line): Doc {
    commas.forEach(comma => this.lineEnd(comma))
    return items.map((item, i) => i < items.length - 1 ? [item, this.tok(commas[i]), separator] : item)
  }

  /** `( … )` or `[ … ]`, broken inside when it does not fit. */
  protected enclosed(open: IToken | undefined, content: Doc, close: IToken | undefined): Doc {
    if (!open || !close) return content
    this.lineEnd(open)
    this.lineStart(close)
    const above = this.marked ? '' : this.comments(this.trivia.leading(close), close.startOffset)
    if (content === '' && this.trivia.leading(close).length === 0) return [this.tok(open), this.bare(close)]
    // A comment after the closing bracket breaks lines around the brackets, not inside.
    return [group([this.tok(open), indent([softline, content]), softline, above, this.#word(close)]), this.#after(close)]
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
      parts.push(this.lineStart(stage.arrow, broken.has(stage.arrow) ? hardline : line), [this.tok(stage.arrow), ' ', printed])
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
        this.lineEnd(operator)
        const commented = this.trivia.trailing(operator).length > 0
        parts.push([...current, ' ', this.tok(operator)], this.lineStart(right, commented ? hardline : line))
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
    const items = this.items(nodes(array, 'expression'), item => this.expression(item))
    return this.enclosed(token(array, 'LeftSquare'), items.length === 0 ? '' : this.list(items, tokens(array, 'Comma')), token(array, 'RightSquare'))
  }

  /** `[binders: body]` */
  #bound(tree: CstNode, body: string): Doc {
    const binders = node(tree, 'binders')
    this.lineStart(node(tree, body))
    this.lineEnd(node(tree, body))
    const content = binders ? [this.#binders(binders), line, this.expression(node(tree, body))] : this.expression(node(tree, body))
    return this.enclosed(token(tree, 'LeftSquare'), content, token(tree, 'RightSquare'))
  }

  #call(tree: CstNode): Doc {
    const binders = node(tree, 'binders')
    const bar = token(tree, 'bar')
    const items = this.items(nodes(tree, 'argument'), argument => this.#argument(argument), bar !== undefined)
    const barItems = this.items(nodes(tree, 'barArgument'), argument => this.#argument(argument))
    const commas = tokens(tree, 'Comma')
    this.lineEnd(bar)
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
    const items = this.items(nodes(tree, 'indexItem'), item => this.#indexItem(item), token(tree, 'Per') !== undefined)
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
    const items = this.items(nodes(tree, 'binderItem'), item => {
      const binder = node(item, 'binder')
      return binder ? this.#binder(binder) : this.expression(node(item, 'count'))
    }, true)
    this.lineEnd(token(tree, 'Colon'))
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


/** Concrete syntax tree of a file → Prettier document. */
import type { CstNode, IToken } from 'chevrotain'
import type { Doc } from 'prettier'
import { builders, printer as layout } from 'prettier/doc'
import { align, anchorsOf, width, type AlignedRow } from './align.ts'
import { node, nodes, token, tokens } from './cst.ts'
import { ExpressionPrinter, mark, writtenTokens } from './print-expressions.ts'
import { trivia, type Trivia } from './trivia.ts'
import type { Read } from './parse.ts'

const { fill, group, hardline, ifBreak, indent, line } = builders

/** The document of a file that has no syntax errors. */
export function fileDocument(source: string, read: Read, printWidth: number): Doc {
  const written = read.tokens.filter(found => found.image !== '')
  const printer = new FilePrinter(source, trivia(source, written, read.spec.comments), printWidth)
  return printer.file(nodes(read.tree ?? undefined, 'statement'))
}

class FilePrinter extends ExpressionPrinter {
  readonly #source: string
  readonly #printWidth: number

  constructor(source: string, comments: Trivia, printWidth: number) {
    super(comments)
    this.#source = source
    this.#printWidth = printWidth
  }

  file(statements: readonly CstNode[]): Doc {
    const parts: Doc[] = [this.#lines(statements, 0)]
    const last = statements.at(-1)
    const end = this.trivia.atEnd
    if (end.length > 0) {
      const lastEnd = last ? this.#endOf(last) : 0
      if (last) parts.push(hardline, this.trivia.blankLine(lastEnd, end[0]!.span.start) ? hardline : '')
      end.forEach((comment, i) => {
        const next = end[i + 1]
        parts.push(comment.text, next ? [hardline, this.trivia.blankLine(comment.span.end, next.span.start) ? hardline : ''] : '')
      })
    }
    return [parts, hardline]
  }

  // ── lists of statements ───────────────────────────────────────────────────────────────────────────────────────────

  /** Statements on lines of their own, with the comments above them and at most one empty line between two. */
  #lines(statements: readonly CstNode[], depth: number): Doc {
    this.#alignAll(statements, depth)
    return statements.map((statement, i) => {
      const previous = statements[i - 1]
      if (!previous) return this.#statement(statement)
      return [hardline, this.trivia.blankLine(this.#endOf(previous), this.#startOf(statement)) ? hardline : '', this.#statement(statement)]
    })
  }

  /** Where a statement ends, with the comments on its last line. */
  #endOf(statement: CstNode): number {
    const last = writtenTokens(statement).at(-1)!
    return this.trivia.trailing(last).at(-1)?.span.end ?? last.startOffset + last.image.length
  }

  /** Where a statement starts, with the comments above it. */
  #startOf(statement: CstNode): number {
    const first = writtenTokens(statement)[0]!
    return this.trivia.leading(first)[0]?.span.start ?? first.startOffset
  }

  #statement(statement: CstNode): Doc {
    for (const key of ['declaration', 'local', 'term', 'trainItem', 'figure']) {
      const content = node(statement, key)
      if (content) return this.#content(content)
    }
    return ''
  }

  /** `{ … }`; on one line when it was typed so and fits. */
  #block(tree: CstNode, key: string, depth: number): Doc {
    const brace = node(tree, 'open')
    const open = token(brace, 'LeftCurly')!
    this.lineEnd(open)
    const close = token(tree, 'RightCurly')!
    const statements = nodes(tree, key)
    const dangling = this.trivia.leading(close)
    if (statements.length === 0 && dangling.length === 0) return [this.tok(open), this.trivia.trailing(open).length > 0 ? hardline : '', this.bare(close)]
    if (this.trivia.sameLine(open.startOffset, close.startOffset)) {
      const items = statements.map((statement, i) => [this.#statement(statement), i < statements.length - 1 ? [ifBreak('', ';'), line] : ''])
      return group([this.tok(open), indent([line, items]), line, this.bare(close)])
    }
    const inside: Doc[] = [this.#lines(statements, depth + 1)]
    if (dangling.length > 0) {
      const last = statements.at(-1)
      if (last) inside.push(hardline, this.trivia.blankLine(this.#endOf(last), dangling[0]!.span.start) ? hardline : '')
      dangling.forEach((comment, i) => {
        const next = dangling[i + 1]
        inside.push(comment.text, next ? [hardline, this.trivia.blankLine(comment.span.end, next.span.start) ? hardline : ''] : '')
      })
    }
    return [this.tok(open), indent([hardline, inside]), hardline, this.bare(close)]
  }

  // ── statements ────────────────────────────────────────────────────────────────────────────────────────────────────

  #content(tree: CstNode): Doc {
    const inner = Object.values(tree.children).flat()[0]
    switch (tree.name) {
      case 'declaration':
      case 'trainItem': return inner && 'children' in inner ? this.#kind(inner) : ''
      case 'figure': return this.application(node(tree, 'application'))
      default: return this.#kind(tree)
    }
  }

  #kind(tree: CstNode): Doc {
    const tok = (key: string): Doc => this.tok(token(tree, key))
    const value = (): Doc => this.expression(node(tree, 'expression'))
    switch (tree.name) {
      case 'draw': return [tok('Identifier'), ' ', tok('Tilde'), ' ', value()]
      case 'model': return [tok('Model'), ' ', tok('Identifier')]
      case 'import': {
        const names = this.list(this.items(tokens(tree, 'Identifier'), found => this.tok(found)), tokens(tree, 'Comma'))
        return [tok('Import'), ' ', group([tok('LeftCurly'), indent([line, names]), line, tok('RightCurly')]), ' ', tok('From'), ' ', tok('TextLiteral')]
      }
      case 'given': return [tok('Given'), ' ', tok('Identifier'), ' ', tok('From'), ' ', tok('TextLiteral')]
      case 'data': {
        const fields = this.list(this.items(nodes(tree, 'field'), field => this.#field(field)), tokens(tree, 'Comma'))
        const name = token(tree, 'Identifier')
        return [tok('Data'), ' ', name ? [this.tok(name), ' '] : '', this.enclosed(token(tree, 'LeftParen'), fields, token(tree, 'RightParen'))]
      }
      case 'equation': return [tok('word'), ' ', tok('Identifier'), ' ', tok('Assign'), ' ', value()]
      case 'weight': return [tok('Weight'), ' ', tok('Identifier'), this.#shape(node(tree, 'shape')), ' ', tok('Assign'), ' ', value()]
      case 'network': return [tok('RoleWord'), ' ', this.#signature(node(tree, 'signature')), ' ', this.#block(tree, 'bodyStatement', this.#depth(tree))]
      case 'distribution': {
        const bar = token(tree, 'Bar')
        this.lineEnd(bar)
        return [tok('DistributionWord'), ' ', tok('Identifier'), this.enclosed(token(tree, 'LeftParen'), [
          this.#names(node(tree, 'variables'), bar !== undefined), bar ? [' ', this.tok(bar), line, this.#names(node(tree, 'conditions'))] : '',
        ], token(tree, 'RightParen')), ' ', tok('Assign'), ' ', value()]
      }
      case 'loss': return [tok('Loss'), ' ', this.#block(tree, 'termStatement', this.#depth(tree))]
      case 'train': return [tok('Train'), ' ', this.#block(node(tree, 'trainBlock')!, 'trainStatement', this.#depth(tree))]
      case 'stage': return [tok('Stage'), ' ', tok('Identifier'), ' ', this.#block(tree, 'statement', this.#depth(tree))]
      case 'figures': return [tok('Figures'), ' ', this.#block(tree, 'figureStatement', this.#depth(tree))]
      case 'local': return [token(tree, 'Assign') ? [tok('Identifier'), ' ', tok('Assign'), ' '] : '', value()]
      case 'term': return [tok('Identifier'), ' ', tok('Assign'), ' ', value()]
      case 'step': return this.#step(tree)
      case 'repeat': return [tok('Repeat'), ' ', value(), ' ', this.#block(node(tree, 'trainBlock')!, 'trainStatement', this.#depth(tree))]
      case 'setting': return [tok('SettingWord'), ' ', value()]
      case 'rows': return [tok('Rows'), ' ', this.rowSet(node(tree, 'rowSet'))]
      case 'report': return [tok('Report'), ' ', tok('Every'), ' ', value(), ' ', tok('UnitWord')]
      default: return ''
    }
  }

  readonly #depths = new WeakMap<CstNode, number>()

  /** How many blocks stand around a statement; set when its list is printed. */
  #depth(tree: CstNode): number {
    return this.#depths.get(tree) ?? 0
  }

  #step(tree: CstNode): Doc {
    const [over, clip] = [token(tree, 'Over'), token(tree, 'Clip')]
    const names = nodes(tree, 'player')
    const commas = tokens(tree, 'Comma')
    const players = names.flatMap((name, i): Doc[] => i < names.length - 1 ? [[this.#player(name), this.tok(commas[i])], this.#playerBreak(commas[i]!, names[i + 1]!)] : [this.#player(name)])
    return [
      this.tok(token(tree, 'DirectionWord')), ' ', this.expression(node(tree, 'objective')),
      over ? [' ', this.tok(over), ' ', indent(fill(players))] : '',
      ' ', this.tok(token(tree, 'With')), ' ', this.expression(node(tree, 'optimizer')),
      clip ? [' ', this.tok(clip), ' ', this.expression(node(tree, 'clip'))] : '',
    ]
  }

  #player(tree: CstNode): Doc {
    const tail = node(tree, 'member')
    return [this.tok(token(tree, 'Identifier')), ...(tail ? [this.tok(token(tail, 'Dot')), this.tok(token(tail, 'Identifier'))] : [])]
  }

  #playerBreak(comma: IToken, next: CstNode): Doc {
    this.lineEnd(comma)
    return this.lineStart(next, this.trivia.trailing(comma).length > 0 ? hardline : line)
  }

  #signature(tree: CstNode | undefined): Doc {
    const arrow = token(tree, 'Arrow')
    const [open, outputsOpen] = [token(tree, 'LeftParen'), token(tree, 'open')]
    const closes = tokens(tree, 'RightParen')
    const outputs = outputsOpen ? this.items(nodes(tree, 'output'), output => this.#output(output)) : nodes(tree, 'output').map(output => this.#output(output))
    const names = node(tree, 'names')
    const formals = this.enclosed(open, writtenTokens(names).length === 0 ? '' : this.#names(names), closes[0])
    const head: Doc = [this.tok(token(tree, 'Identifier')), formals]
    if (!arrow) return head
    return [head, ' ', this.tok(arrow), ' ', outputsOpen ? this.enclosed(outputsOpen, this.list(outputs, tokens(tree, 'Comma')), closes[1]) : outputs]
  }

  #names(tree: CstNode | undefined, inner = false): Doc {
    return this.list(this.items(tokens(tree, 'Identifier'), found => this.tok(found), inner), tokens(tree, 'Comma'))
  }

  #output(tree: CstNode): Doc {
    const colon = token(tree, 'Colon')
    return [colon ? [this.tok(token(tree, 'Identifier')), this.tok(colon), ' '] : '', this.#type(node(tree, 'type'))]
  }

  #field(tree: CstNode): Doc {
    const values = tokens(tree, 'value')
    const options = tokens(tree, 'option').map((option, i) => [' ', this.tok(option), ' ', this.tok(values[i])])
    return [this.tok(token(tree, 'Identifier')), this.tok(token(tree, 'Colon')), ' ', this.#type(node(tree, 'type')), options]
  }

  #type(tree: CstNode | undefined): Doc {
    const args = this.items(nodes(tree, 'argument'), argument => this.expression(argument))
    const commas = tokens(tree, 'Comma')
    const sign = token(tree, 'In')
    if (sign) {
      this.lineStart(node(tree, 'low'))
      this.lineEnd(commas.at(-1))
      this.lineStart(node(tree, 'high'))
      this.lineEnd(node(tree, 'high'))
    }
    return [
      this.tok(token(tree, 'Identifier')),
      args.length > 0 ? this.enclosed(token(tree, 'LeftParen'), this.list(args, commas), token(tree, 'RightParen')) : '',
      this.#shape(node(tree, 'shape')),
      !sign ? '' : [' ', this.tok(sign), ' ', this.enclosed(token(tree, 'LeftSquare'), [
        this.expression(node(tree, 'low')), this.tok(commas.at(-1)), line, this.expression(node(tree, 'high')),
      ], token(tree, 'RightSquare'))],
    ]
  }

  #shape(tree: CstNode | undefined): Doc {
    if (!tree) return ''
    const items = this.items(nodes(tree, 'expression'), item => this.expression(item))
    return this.enclosed(token(tree, 'LeftSquare'), items.length === 0 ? '' : this.list(items, tokens(tree, 'Comma')), token(tree, 'RightSquare'))
  }

  // ── alignment ─────────────────────────────────────────────────────────────────────────────────────────────────────

  /** Keeps the alignment that neighbouring one-line statements were typed with. */
  #alignAll(statements: readonly CstNode[], depth: number): void {
    for (const statement of statements) {
      this.#setDepth(statement, depth)
      this.finals.add(writtenTokens(statement).at(-1)!)
      this.lineStart(statement)
    }
    const rows = statements.map(statement => this.#row(statement, depth))
    const adjacent = statements.map((statement, i) => {
      const previous = statements[i - 1]
      return previous !== undefined && this.trivia.leading(writtenTokens(statement)[0]!).length === 0
        && !this.trivia.sameLine(this.#endOf(previous), this.#startOf(statement)) && !this.trivia.blankLine(this.#endOf(previous), this.#startOf(statement))
    })
    for (const { token: found, pad } of align(rows, adjacent, this.#printWidth)) this.pads.set(found, pad)
    this.#alignComments(statements, rows, adjacent)
  }

  #setDepth(statement: CstNode, depth: number): void {
    for (const key of ['declaration', 'trainItem']) {
      const inner = Object.values(node(statement, key)?.children ?? {}).flat()[0]
      if (inner && 'children' in inner) this.#depths.set(inner, depth)
    }
  }

  /** What alignment needs to know of a statement; null when it does not stand on one line. */
  #row(statement: CstNode, depth: number): AlignedRow | null {
    const written = writtenTokens(statement)
    const first = written[0]!
    const last = written.at(-1)!
    const end = last.startOffset + last.image.length
    const commented = written.some(found => found !== first && this.trivia.leading(found).length > 0)
      || written.some(found => found !== last && this.trivia.trailing(found).length > 0)
    if (commented || !this.trivia.sameLine(first.startOffset, end)) return null
    const lineStart = this.#lineStart(first.startOffset)
    if (this.#source.slice(lineStart, first.startOffset).trim() !== '') return null
    const anchors = anchorsOf(written)
    const flat = this.#flat(statement, anchors)
    if (flat.includes('\n')) return null
    const pieces = flat.split(mark)
    if (pieces.length !== anchors.length + 1) return null
    let column = depth * 2
    const columns = anchors.map((_, i) => column += width(pieces[i]!))
    return {
      anchors: anchors.map((anchor, i) => ({
        ...anchor, natural: columns[i]!, typed: width(this.#source.slice(lineStart, anchor.token.startOffset)) - width(this.#source.slice(lineStart, first.startOffset)),
      })),
      width: column + width(pieces.at(-1)!),
    }
  }

  #lineStart(offset: number): number {
    let start = offset
    while (start > 0 && !/[\n\r\u2028\u2029\u0085]/.test(this.#source[start - 1]!)) start--
    return start
  }

  /** The statement on one line, however long, with a mark before every anchor and without comments. */
  #flat(statement: CstNode, anchors: readonly { readonly token: IToken }[]): string {
    this.marked = new Set(anchors.map(anchor => anchor.token))
    const content = this.#statement(statement)
    this.marked = null
    const options = { printWidth: Number.MAX_SAFE_INTEGER, tabWidth: 2, useTabs: false }
    return layout.printDocToString(content, options as never).formatted
  }

  /** Comments at the ends of neighbouring lines that were typed in one column stay in one. */
  #alignComments(statements: readonly CstNode[], rows: readonly (AlignedRow | null)[], adjacent: readonly boolean[]): void {
    interface Trailing { readonly token: IToken; readonly typed: number; readonly natural: number; readonly gap: number }
    let run: Trailing[] = []
    const flush = (): void => {
      const widest = Math.max(...run.map(item => item.natural))
      const gap = Math.max(1, Math.min(...run.filter(item => item.natural === widest).map(item => item.gap), 60))
      if (run.length > 1) for (const item of run) this.gaps.set(item.token, widest + gap - item.natural)
      run = []
    }
    statements.forEach((statement, i) => {
      const row = rows[i]
      const last = writtenTokens(statement).at(-1)!
      const comment = this.trivia.trailing(last)[0]
      if (!comment || !row) return flush()
      const typed = width(this.#source.slice(this.#lineStart(comment.span.start), comment.span.start))
      const pads = row.anchors.reduce((sum, anchor) => sum + (this.pads.get(anchor.token) ?? 0), 0)
      const item = { token: last, typed, natural: row.width + pads, gap: comment.span.start - last.startOffset - last.image.length }
      if (!adjacent[i] || (run.length > 0 && run.at(-1)!.typed !== typed)) flush()
      run.push(item)
    })
    flush()
  }
}

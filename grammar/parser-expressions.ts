/**
 * The grammar of expressions and binders. Operators form one flat list here; `grammar/precedence.ts` nests them. This keeps the
 * parser's recursion to a few rules for each bracket, which together with the cap of `grammar/brackets.ts` bounds its stack.
 */
import { tokenMatcher } from 'chevrotain'
import { RecoveringParser } from './parser-recovery.ts'
import * as t from './tokens.ts'

export class ExpressionParser extends RecoveringParser {
  /** Operands and operators as a flat list; a power written as a superscript has no operand of its own. */
  readonly expression = this.RULE('expression', () => {
    this.SUBRULE(this.operand)
    this.MANY(() => {
      this.OR([
        { ALT: () => this.CONSUME(t.Superscript, { LABEL: 'operator' }) },
        {
          ALT: () => {
            this.CONSUME(t.Infix, { LABEL: 'operator' })
            this.SUBRULE2(this.operand)
          },
        },
      ])
    })
  })

  readonly operand = this.RULE('operand', () => {
    this.ACTION(() => this.stopAtMany())
    this.MANY(() => this.CONSUME(t.Prefix))
    this.SUBRULE(this.application)
  })

  readonly application = this.RULE('application', () => {
    this.SUBRULE(this.primary)
    this.MANY(() => {
      this.OR({
        IGNORE_AMBIGUITIES: true,
        DEF: [
          { ALT: () => this.SUBRULE(this.member, { LABEL: 'tail' }) },
          { ALT: () => this.SUBRULE(this.call, { LABEL: 'tail' }) },
          { GATE: () => this.reduces(), ALT: () => this.SUBRULE(this.reduction, { LABEL: 'tail' }) },
          { ALT: () => this.SUBRULE(this.index, { LABEL: 'tail' }) },
        ],
      })
    })
  })

  readonly primary = this.RULE('primary', () => {
    this.OR({
      IGNORE_AMBIGUITIES: true,
      DEF: [
        { ALT: () => this.CONSUME(t.NumberLiteral) },
        { ALT: () => this.CONSUME(t.TextLiteral) },
        {
          GATE: () => this.isLogarithm(),
          ALT: () => {
            this.CONSUME(t.Log)
            this.SUBRULE(this.application)
          },
        },
        { ALT: () => this.CONSUME(t.Identifier) },
        {
          ALT: () => {
            this.CONSUME(t.LeftParen)
            this.SUBRULE(this.expression)
            this.CONSUME(t.RightParen)
          },
        },
        {
          ALT: () => {
            this.CONSUME(t.NormOpen)
            this.SUBRULE2(this.expression)
            this.CONSUME(t.NormClose)
          },
        },
        { ALT: () => this.SUBRULE(this.array) },
      ],
    })
  })

  readonly array = this.RULE('array', () => {
    this.CONSUME(t.LeftSquare)
    this.OR([
      {
        GATE: () => this.isBinder(1),
        ALT: () => {
          this.SUBRULE(this.binders)
          this.SUBRULE(this.expression, { LABEL: 'body' })
        },
      },
      { ALT: () => this.MANY_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE2(this.expression) }) },
    ])
    this.CONSUME(t.RightSquare)
  })

  readonly member = this.RULE('member', () => {
    this.CONSUME(t.Dot)
    this.CONSUME(t.Identifier)
  })

  readonly index = this.RULE('index', () => {
    this.CONSUME(t.LeftSquare)
    this.MANY_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.indexItem) })
    this.OPTION(() => {
      this.CONSUME(t.Per)
      this.CONSUME(t.Identifier)
    })
    this.CONSUME(t.RightSquare)
  })

  readonly indexItem = this.RULE('indexItem', () => {
    this.SUBRULE(this.expression)
    this.OPTION(() => {
      this.CONSUME(t.Range)
      this.SUBRULE2(this.expression)
    })
  })

  readonly reduction = this.RULE('reduction', () => {
    this.CONSUME(t.LeftSquare)
    this.OPTION({ GATE: () => this.isBinder(1), DEF: () => this.SUBRULE(this.binders) })
    this.SUBRULE(this.expression)
    this.CONSUME(t.RightSquare)
  })

  readonly call = this.RULE('call', () => {
    this.CONSUME(t.LeftParen)
    this.OPTION({ GATE: () => this.isBinder(1), DEF: () => this.SUBRULE(this.binders) })
    this.MANY_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.argument) })
    this.OPTION2(() => {
      this.OR([
        { ALT: () => this.CONSUME(t.Bar, { LABEL: 'bar' }) },
        { ALT: () => this.CONSUME(t.Versus, { LABEL: 'bar' }) },
      ])
      this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE2(this.argument, { LABEL: 'barArgument' }) })
    })
    this.CONSUME(t.RightParen)
  })

  readonly argument = this.RULE('argument', () => {
    this.OPTION({
      GATE: () => this.LA(2).tokenType === t.Colon || this.LA(2).tokenType === t.Assign,
      DEF: () => {
        this.CONSUME(t.Identifier)
        this.OR([
          { ALT: () => this.CONSUME(t.Colon, { LABEL: 'separator' }) },
          { ALT: () => this.CONSUME(t.Assign, { LABEL: 'separator' }) },
        ])
      },
    })
    this.SUBRULE(this.expression)
  })

  // ── binders ───────────────────────────────────────────────────────────────────────────────────────────────────────

  /** Binders and the counts after them, with the colon that ends them. */
  readonly binders = this.RULE('binders', () => {
    this.SUBRULE(this.binderItem)
    this.MANY(() => {
      this.CONSUME(t.Comma)
      this.SUBRULE2(this.binderItem)
    })
    this.CONSUME(t.Colon)
  })

  readonly binderItem = this.RULE('binderItem', () => {
    this.OR({
      IGNORE_AMBIGUITIES: true,
      DEF: [
        { GATE: () => this.isBinder(1), ALT: () => this.SUBRULE(this.binder) },
        { ALT: () => this.SUBRULE(this.expression, { LABEL: 'count' }) },
      ],
    })
  })

  readonly binder = this.RULE('binder', () => {
    this.CONSUME(t.Identifier)
    this.OR([
      {
        ALT: () => {
          this.CONSUME(t.Tilde)
          this.SUBRULE(this.expression, { LABEL: 'distribution' })
        },
      },
      {
        ALT: () => {
          this.CONSUME(t.In)
          this.SUBRULE(this.rowSet)
        },
      },
      {
        ALT: () => {
          this.CONSUME(t.From)
          this.SUBRULE2(this.expression, { LABEL: 'from' })
          this.CONSUME(t.To)
          this.SUBRULE3(this.expression, { LABEL: 'to' })
        },
      },
    ])
  })

  readonly rowSet = this.RULE('rowSet', () => {
    this.SUBRULE(this.indexItem)
    this.OPTION(() => {
      this.CONSUME(t.Where)
      this.SUBRULE(this.expression)
    })
  })

  // ── decisions that look at words ──────────────────────────────────────────────────────────────────────────────────

  /** `v ~`, `v in`, `v from` at the given distance. */
  protected isBinder(at: number): boolean {
    const second = this.LA(at + 1)
    return tokenMatcher(this.LA(at), t.Identifier)
      && (second.tokenType === t.Tilde || second.tokenType === t.From || tokenMatcher(second, t.In))
  }

  /** Brackets reduce after `E`, and where they hold a binder. */
  protected reduces(): boolean {
    return this.isBinder(2) || (this.LA(0).image === 'E' && this.LA(-1).tokenType !== t.Dot)
  }

  /** `log p(x)` without parentheses: `log`, then something that can only be an operand. */
  protected isLogarithm(): boolean {
    if (this.LA(1).tokenType !== t.Log) return false
    const next = this.LA(2)
    return next.tokenType === t.NumberLiteral || next.tokenType === t.NormOpen
      || (tokenMatcher(next, t.Identifier) && !tokenMatcher(next, t.LinkWord))
  }
}

/**
 * The grammar: tokens whose brackets pair up and whose statements stand between `Start` and `End` → concrete syntax tree.
 * Here are the statements; what stands inside them is in `grammar/parser-expressions.ts`.
 */
import type { CstNode, IToken } from 'chevrotain'
import { ExpressionParser } from './parser-expressions.ts'
import * as t from './tokens.ts'

export class GenParser extends ExpressionParser {
  /** `validate` checks the grammar itself, which takes a while and is for tests. */
  constructor(options: { readonly validate: boolean }) {
    super(options)
    this.performSelfAnalysis()
  }

  /**
   * Parses statements, each by itself: what is wrong in one is no matter of the next. The trees are there whatever the errors,
   * up to where it gave up; errors are in `found` until the next call.
   */
  read(statements: readonly (readonly IToken[])[]): CstNode[] {
    this.restart()
    const trees: CstNode[] = []
    for (const tokens of statements) {
      if (this.stopped) break
      this.next(tokens)
      trees.push(this.spec())
    }
    return trees
  }

  // ── statements ────────────────────────────────────────────────────────────────────────────────────────────────────

  readonly spec = this.RULE('spec', () => {
    this.MANY(() => this.SUBRULE(this.statement))
  })

  readonly statement = this.RULE('statement', () => {
    this.CONSUME(t.Start)
    this.ACTION(() => this.stopAtMany())
    this.SUBRULE(this.declaration)
    this.SUBRULE(this.end)
  })

  readonly declaration = this.RULE('declaration', () => {
    this.OR({
      IGNORE_AMBIGUITIES: true,
      DEF: [
        { GATE: () => this.LA(2).tokenType === t.Tilde, ALT: () => this.SUBRULE(this.draw) },
        { ALT: () => this.SUBRULE(this.model) },
        { ALT: () => this.SUBRULE(this.import) },
        { ALT: () => this.SUBRULE(this.data) },
        { ALT: () => this.SUBRULE(this.given) },
        { ALT: () => this.SUBRULE(this.equation) },
        { ALT: () => this.SUBRULE(this.weight) },
        { ALT: () => this.SUBRULE(this.network) },
        { ALT: () => this.SUBRULE(this.distribution) },
        { ALT: () => this.SUBRULE(this.loss) },
        { ALT: () => this.SUBRULE(this.train) },
        { ALT: () => this.SUBRULE(this.stage) },
        { ALT: () => this.SUBRULE(this.figures) },
      ],
    })
  })

  readonly draw = this.RULE('draw', () => {
    this.CONSUME(t.Identifier)
    this.CONSUME(t.Tilde)
    this.SUBRULE(this.expression)
  })

  readonly model = this.RULE('model', () => {
    this.CONSUME(t.Model)
    this.CONSUME(t.Identifier)
  })

  readonly import = this.RULE('import', () => {
    this.CONSUME(t.Import)
    this.CONSUME(t.LeftCurly)
    this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => this.CONSUME(t.Identifier) })
    this.CONSUME(t.RightCurly)
    this.CONSUME(t.From)
    this.CONSUME(t.TextLiteral)
  })

  readonly given = this.RULE('given', () => {
    this.CONSUME(t.Given)
    this.CONSUME(t.Identifier)
    this.CONSUME(t.From)
    this.CONSUME(t.TextLiteral)
  })

  readonly data = this.RULE('data', () => {
    this.CONSUME(t.Data)
    this.OPTION(() => this.CONSUME(t.Identifier))
    this.CONSUME(t.LeftParen)
    this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.field) })
    this.CONSUME(t.RightParen)
  })

  readonly field = this.RULE('field', () => {
    this.CONSUME(t.Identifier)
    this.CONSUME(t.Colon)
    this.SUBRULE(this.type)
    this.MANY(() => {
      this.CONSUME2(t.Identifier, { LABEL: 'option' })
      this.CONSUME3(t.Identifier, { LABEL: 'value' })
    })
  })

  readonly type = this.RULE('type', () => {
    this.CONSUME(t.Identifier)
    this.OPTION(() => {
      this.CONSUME(t.LeftParen)
      this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.expression, { LABEL: 'argument' }) })
      this.CONSUME(t.RightParen)
    })
    this.OPTION2(() => this.SUBRULE(this.shape))
    this.OPTION3(() => {
      this.CONSUME(t.In)
      this.CONSUME(t.LeftSquare)
      this.SUBRULE2(this.expression, { LABEL: 'low' })
      this.CONSUME(t.Comma)
      this.SUBRULE3(this.expression, { LABEL: 'high' })
      this.CONSUME(t.RightSquare)
    })
  })

  readonly shape = this.RULE('shape', () => {
    this.CONSUME(t.LeftSquare)
    this.MANY_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.expression) })
    this.CONSUME(t.RightSquare)
  })

  /** `hyper`, `let` and `metric` share one form. */
  readonly equation = this.RULE('equation', () => {
    this.OR([
      { ALT: () => this.CONSUME(t.Hyper, { LABEL: 'word' }) },
      { ALT: () => this.CONSUME(t.Let, { LABEL: 'word' }) },
      { ALT: () => this.CONSUME(t.Metric, { LABEL: 'word' }) },
    ])
    this.CONSUME(t.Identifier)
    this.CONSUME(t.Assign)
    this.SUBRULE(this.expression)
  })

  readonly weight = this.RULE('weight', () => {
    this.CONSUME(t.Weight)
    this.CONSUME(t.Identifier)
    this.OPTION(() => this.SUBRULE(this.shape))
    this.CONSUME(t.Assign)
    this.SUBRULE(this.expression)
  })

  readonly network = this.RULE('network', () => {
    this.CONSUME(t.RoleWord)
    this.SUBRULE(this.signature)
    this.SUBRULE(this.open)
    this.MANY(() => this.SUBRULE(this.bodyStatement))
    this.CONSUME(t.RightCurly)
  })

  readonly signature = this.RULE('signature', () => {
    this.CONSUME(t.Identifier)
    this.CONSUME(t.LeftParen)
    this.SUBRULE(this.names)
    this.CONSUME(t.RightParen)
    this.OPTION(() => {
      this.CONSUME(t.Arrow)
      this.OR([
        {
          ALT: () => {
            this.CONSUME2(t.LeftParen, { LABEL: 'open' })
            this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.output) })
            this.CONSUME2(t.RightParen)
          },
        },
        { ALT: () => this.SUBRULE2(this.output) },
      ])
    })
  })

  readonly names = this.RULE('names', () => {
    this.MANY_SEP({ SEP: t.Comma, DEF: () => this.CONSUME(t.Identifier) })
  })

  readonly someNames = this.RULE('someNames', () => {
    this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => this.CONSUME(t.Identifier) })
  })

  readonly output = this.RULE('output', () => {
    this.OPTION({
      GATE: () => this.LA(2).tokenType === t.Colon,
      DEF: () => {
        this.CONSUME(t.Identifier)
        this.CONSUME(t.Colon)
      },
    })
    this.SUBRULE(this.type)
  })

  readonly bodyStatement = this.RULE('bodyStatement', () => {
    this.CONSUME(t.Start)
    this.SUBRULE(this.local)
    this.SUBRULE(this.end)
  })

  readonly local = this.RULE('local', () => {
    this.OPTION({
      GATE: () => this.LA(2).tokenType === t.Assign,
      DEF: () => {
        this.CONSUME(t.Identifier)
        this.CONSUME(t.Assign)
      },
    })
    this.SUBRULE(this.expression)
  })

  readonly distribution = this.RULE('distribution', () => {
    this.CONSUME(t.DistributionWord)
    this.CONSUME(t.Identifier)
    this.CONSUME(t.LeftParen)
    this.SUBRULE(this.someNames, { LABEL: 'variables' })
    this.OPTION(() => {
      this.CONSUME(t.Bar)
      this.SUBRULE2(this.someNames, { LABEL: 'conditions' })
    })
    this.CONSUME(t.RightParen)
    this.CONSUME(t.Assign)
    this.SUBRULE(this.expression)
  })

  readonly loss = this.RULE('loss', () => {
    this.CONSUME(t.Loss)
    this.SUBRULE(this.open)
    this.MANY(() => this.SUBRULE(this.termStatement))
    this.CONSUME(t.RightCurly)
  })

  readonly termStatement = this.RULE('termStatement', () => {
    this.CONSUME(t.Start)
    this.SUBRULE(this.term)
    this.SUBRULE(this.end)
  })

  readonly term = this.RULE('term', () => {
    this.CONSUME(t.Identifier)
    this.CONSUME(t.Assign)
    this.SUBRULE(this.expression)
  })

  readonly train = this.RULE('train', () => {
    this.CONSUME(t.Train)
    this.SUBRULE(this.trainBlock)
  })

  readonly trainBlock = this.RULE('trainBlock', () => {
    this.SUBRULE(this.open)
    this.MANY(() => this.SUBRULE(this.trainStatement))
    this.CONSUME(t.RightCurly)
  })

  readonly trainStatement = this.RULE('trainStatement', () => {
    this.CONSUME(t.Start)
    this.SUBRULE(this.trainItem)
    this.SUBRULE(this.end)
  })

  readonly trainItem = this.RULE('trainItem', () => {
    this.OR([
      { ALT: () => this.SUBRULE(this.step) },
      { ALT: () => this.SUBRULE(this.repeat) },
      { ALT: () => this.SUBRULE(this.setting) },
      { ALT: () => this.SUBRULE(this.rows) },
      { ALT: () => this.SUBRULE(this.report) },
    ])
  })

  readonly step = this.RULE('step', () => {
    this.CONSUME(t.DirectionWord)
    this.SUBRULE(this.expression, { LABEL: 'objective' })
    this.OPTION(() => {
      this.CONSUME(t.Over)
      this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.player) })
    })
    this.CONSUME(t.With)
    this.SUBRULE2(this.expression, { LABEL: 'optimizer' })
    this.OPTION2(() => {
      this.CONSUME(t.Clip)
      this.SUBRULE3(this.expression, { LABEL: 'clip' })
    })
  })

  readonly player = this.RULE('player', () => {
    this.CONSUME(t.Identifier)
    this.OPTION(() => this.SUBRULE(this.member))
  })

  readonly repeat = this.RULE('repeat', () => {
    this.CONSUME(t.Repeat)
    this.SUBRULE(this.expression)
    this.SUBRULE(this.trainBlock)
  })

  readonly setting = this.RULE('setting', () => {
    this.CONSUME(t.SettingWord)
    this.SUBRULE(this.expression)
  })

  readonly rows = this.RULE('rows', () => {
    this.CONSUME(t.Rows)
    this.SUBRULE(this.rowSet)
  })

  readonly report = this.RULE('report', () => {
    this.CONSUME(t.Report)
    this.CONSUME(t.Every)
    this.SUBRULE(this.expression)
    this.CONSUME(t.UnitWord)
  })

  readonly stage = this.RULE('stage', () => {
    this.CONSUME(t.Stage)
    this.CONSUME(t.Identifier)
    this.SUBRULE(this.open)
    this.MANY(() => this.SUBRULE(this.statement))
    this.CONSUME(t.RightCurly)
  })

  readonly figures = this.RULE('figures', () => {
    this.CONSUME(t.Figures)
    this.SUBRULE(this.open)
    this.MANY(() => this.SUBRULE(this.figureStatement))
    this.CONSUME(t.RightCurly)
  })

  readonly figureStatement = this.RULE('figureStatement', () => {
    this.CONSUME(t.Start)
    this.SUBRULE(this.figure)
    this.SUBRULE(this.end)
  })

  readonly figure = this.RULE('figure', () => {
    this.SUBRULE(this.application)
  })
}

let shared: GenParser | undefined

/** The one parser: building it costs some milliseconds, reading with it resets it. */
export function parser(): GenParser {
  return shared ??= new GenParser({ validate: false })
}

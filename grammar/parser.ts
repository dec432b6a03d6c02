/**
 * The grammar: tokens whose brackets pair up and whose statements stand between `Start` and `End` → concrete syntax tree.
 *
 * Operators form one flat list here; `grammar/precedence.ts` nests them. This keeps the parser's recursion to a few rules
 * for each bracket, which together with the cap of `grammar/brackets.ts` bounds its stack.
 */
import { CstParser, EOF, NoViableAltException, tokenMatcher, type CstNode, type IRecognitionException, type IToken, type TokenType } from 'chevrotain'
import { noAlternative, parserMessages } from './messages.ts'
import * as t from './tokens.ts'

/** A token where a statement should have ended, with the token before it. */
export interface Leftover {
  readonly token: IToken
  readonly previous: IToken | undefined
  /** The token that was looked for, when it is not the end of the statement. */
  readonly before?: TokenType
}

/** Errors after which parsing stops: an error takes a hundred times longer than a token. */
const maxErrors = 200

const operandStarts: TokenType[] = [t.Identifier, t.NumberLiteral, t.TextLiteral, t.LeftParen, t.LeftSquare, t.NormOpen, t.Prefix]

export class GenParser extends CstParser {
  /** Filled while parsing: where statements had text left over. */
  private leftovers: Leftover[] = []
  /** Set when the file had too many errors: how many there were, and the first token that was not read. */
  stopped: { readonly errors: number; readonly leftovers: number; readonly at: IToken } | null = null

  // Parts of Chevrotain's parser that its declarations leave out.
  declare _errors: IRecognitionException[]
  declare SAVE_ERROR: (error: IRecognitionException) => IRecognitionException
  declare getCurrRuleFullName: () => string
  declare flattenFollowSet: () => TokenType[]
  declare findReSyncTokenType: () => TokenType
  declare getFollowsForInRuleRecovery: (type: TokenType) => TokenType[]
  declare attemptInRepetitionRecovery: () => void
  declare raiseNoAltException: () => never

  constructor(options: { readonly validate: boolean }) {
    super(t.allTokens, {
      recoveryEnabled: true,
      maxLookahead: 1,
      nodeLocationTracking: 'onlyOffset',
      errorMessageProvider: parserMessages,
      skipValidations: !options.validate,
    })
    // Statements are marked off by `Start` and `End`: no need to skip ahead inside repetitions, which recurses for each skip.
    this.attemptInRepetitionRecovery = () => {}
    // The original first computes all paths that would have been viable, which takes a millisecond.
    this.raiseNoAltException = () => {
      const message = noAlternative(this.LA(1), this.LA(2), this.LA(0), this.getCurrRuleFullName())
      throw this.SAVE_ERROR(new NoViableAltException(message, this.LA(1), this.LA(0)))
    }
    // Only a `=` is ever supplied, before an operand; the original walks the whole grammar, recursively, to find what follows.
    this.getFollowsForInRuleRecovery = type => type === t.Assign ? operandStarts : []
    // The original compares every token with every type that may follow, again for each rule it leaves.
    this.findReSyncTokenType = () => {
      const types = this.flattenFollowSet()
      const wanted = new Set(types.flatMap(type => [type.tokenTypeIdx!, ...type.categoryMatches ?? []]))
      let distance = 1
      while (!wanted.has(this.LA(distance).tokenTypeIdx)) distance++
      const found = this.LA(distance)
      return types.find(type => tokenMatcher(found, type))!
    }
    this.performSelfAnalysis()
  }

  /** Parses one file. The tree is there whatever the errors; they are in `found` until the next call. */
  read(tokens: IToken[]): CstNode {
    this.input = tokens
    this.leftovers = []
    this.stopped = null
    return this.spec()
  }

  // ── recovery ──────────────────────────────────────────────────────────────────────────────────────────────────────

  /** Only a forgotten `=` is supplied: anything else would send the parser into a construct that is not there. */
  override canTokenTypeBeInsertedInRecovery(type: TokenType): boolean {
    return type === t.Assign
  }

  /** The marks of statements and blocks are never skipped as a single superfluous token. */
  override canTokenTypeBeDeletedInRecovery(): boolean {
    const type = this.LA(1).tokenType
    return type !== t.Start && type !== t.End && type !== t.LeftCurly && type !== t.RightCurly
  }

  /** Ends a statement; what is left of it is skipped and remembered. */
  readonly end = this.RULE('end', () => {
    this.ACTION(() => {
      if (this.LA(1).tokenType !== t.End) this.leftovers.push({ token: this.LA(1), previous: this.LA(0) })
      let depth = 0
      for (;;) {
        const type = this.LA(1).tokenType
        if (type === t.LeftCurly) depth++
        else if (type === t.RightCurly) depth--
        if (depth < 0 || (depth === 0 && type === t.End) || type === EOF) return
        this.SKIP_TOKEN()
      }
    })
    this.CONSUME(t.End)
  })

  /** Opens a block; what stands before the brace and belongs to nothing is skipped and remembered. */
  readonly open = this.RULE('open', () => {
    this.ACTION(() => {
      let distance = 1
      for (;;) {
        const type = this.LA(distance).tokenType
        if (type === t.LeftCurly) break
        if (type === t.Start || type === t.End || type === t.RightCurly || type === EOF) return
        distance++
      }
      if (distance > 1) this.leftovers.push({ token: this.LA(1), previous: this.LA(0), before: t.LeftCurly })
      for (; distance > 1; distance--) this.SKIP_TOKEN()
    })
    this.CONSUME(t.LeftCurly)
  })

  /** Gives up on a file with very many errors: the rest is not read. */
  private stopAtMany(): void {
    if (this._errors.length <= maxErrors || this.stopped) return
    this.stopped = { errors: this._errors.length, leftovers: this.leftovers.length, at: this.LA(1) }
    while (this.LA(1).tokenType !== EOF) this.SKIP_TOKEN()
  }

  /** The errors of the last call of `read`, without those that giving up caused. */
  get found(): { readonly errors: readonly IRecognitionException[]; readonly leftovers: readonly Leftover[] } {
    return { errors: this._errors.slice(0, this.stopped?.errors), leftovers: this.leftovers.slice(0, this.stopped?.leftovers) }
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
      this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => this.CONSUME(t.Identifier) })
    })
    this.CONSUME(t.With)
    this.SUBRULE2(this.expression, { LABEL: 'optimizer' })
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

  // ── expressions ───────────────────────────────────────────────────────────────────────────────────────────────────

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
  private isBinder(at: number): boolean {
    const second = this.LA(at + 1)
    return tokenMatcher(this.LA(at), t.Identifier)
      && (second.tokenType === t.Tilde || second.tokenType === t.From || tokenMatcher(second, t.In))
  }

  /** Brackets reduce after `E`, and where they hold a binder. */
  private reduces(): boolean {
    return this.isBinder(2) || (this.LA(0).image === 'E' && this.LA(-1).tokenType !== t.Dot)
  }

  /** `log p(x)` without parentheses: `log`, then something that can only be an operand. */
  private isLogarithm(): boolean {
    if (this.LA(1).tokenType !== t.Log) return false
    const next = this.LA(2)
    return next.tokenType === t.NumberLiteral || next.tokenType === t.NormOpen
      || (tokenMatcher(next, t.Identifier) && !tokenMatcher(next, t.LinkWord))
  }
}

let shared: GenParser | undefined

/** The one parser: building it costs some milliseconds, reading with it resets it. */
export function parser(): GenParser {
  return shared ??= new GenParser({ validate: false })
}

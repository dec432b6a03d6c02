/**
 * Chevrotain's parser with recovery cut to this language: statements stand between `Start` and `End` and brackets pair up, so
 * an error costs at most the rest of its statement, and neither time nor stack depends on what was wrong.
 */
import { CstParser, EOF, NoViableAltException, tokenMatcher, type IRecognitionException, type IToken, type TokenType } from 'chevrotain'
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

export class RecoveringParser extends CstParser {
  /** Filled while parsing: where statements had text left over. */
  protected leftovers: Leftover[] = []
  /** Errors of the inputs before this one. */
  #earlier: IRecognitionException[] = []
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
  }

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

  protected restart(): void {
    this.input = []
    this.#earlier = []
    this.leftovers = []
    this.stopped = null
  }

  /** Takes what is read next; the errors so far are remembered. */
  protected next(tokens: readonly IToken[]): void {
    this.#earlier.push(...this._errors)
    this.input = [...tokens]
  }

  /** Gives up on a file with very many errors: the rest is not read. */
  protected stopAtMany(): void {
    const errors = this.#earlier.length + this._errors.length
    if (errors <= maxErrors || this.stopped) return
    this.stopped = { errors, leftovers: this.leftovers.length, at: this.LA(1) }
    while (this.LA(1).tokenType !== EOF) this.SKIP_TOKEN()
  }

  /** The errors since `restart`, without those that giving up caused. */
  get found(): { readonly errors: readonly IRecognitionException[]; readonly leftovers: readonly Leftover[] } {
    return { errors: [...this.#earlier, ...this._errors].slice(0, this.stopped?.errors), leftovers: this.leftovers.slice(0, this.stopped?.leftovers) }
  }
}

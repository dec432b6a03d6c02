/** A spec as coloured HTML, by the language's own tokens. */
import { lex } from '../../grammar/lexer.ts'
import { BlockWord, DirectionWord, DistributionWord, Identifier, Infix, LinkWord, NumberLiteral, RoleWord, SettingWord, Superscript, TextLiteral, UnitWord } from '../../grammar/tokens.ts'
import { html, type Html } from './html.ts'

type Kind = 'word' | 'number' | 'string' | 'sign' | 'doc' | 'comment'

interface Piece { readonly start: number; readonly end: number; readonly kind: Kind }

const WORDS = [BlockWord, RoleWord, DistributionWord, DirectionWord, SettingWord, UnitWord, LinkWord]
/** Words that begin a statement without a category of their own. */
const STATEMENTS = new Set(['model', 'import', 'data', 'hyper', 'given', 'let', 'weight', 'metric', 'stage', 'repeat', 'rows', 'report', 'every', 'clip', 'from', 'and', 'or', 'not', 'log'])

export function highlight(source: string): Html {
  const { tokens, comments } = lex(source)
  const pieces: Piece[] = [
    ...comments.map(({ span, doc }): Piece => ({ ...span, kind: doc ? 'doc' : 'comment' })),
    ...tokens.flatMap((token, i): Piece[] => {
      const { tokenType: type, image, startOffset: start } = token
      const categories = type.CATEGORIES ?? []
      const is = (...types: readonly (typeof type)[]): boolean => types.some((t) => t === type || categories.includes(t))
      // A word of the language that stands where a name does is a name: after a dot, or before a colon.
      const asName = tokens[i - 1]?.image === '.' || tokens[i + 1]?.image === ':'
      const kind: Kind | null = is(NumberLiteral, Superscript) ? 'number' : is(TextLiteral) ? 'string'
        : !asName && type !== Identifier && (WORDS.some((w) => is(w)) || STATEMENTS.has(image)) ? 'word' : is(Infix) && !/\p{L}/u.test(image) ? 'sign' : null
      return kind === null ? [] : [{ start, end: start + image.length, kind }]
    }),
  ].sort((a, b) => a.start - b.start)
  const parts: (Html | string)[] = []
  let at = 0
  for (const { start, end, kind } of pieces) {
    if (start < at) continue
    parts.push(source.slice(at, start), html`<span class="${kind}">${source.slice(start, end)}</span>`)
    at = end
  }
  parts.push(source.slice(at))
  return html`<pre class="spec">${parts}</pre>`
}

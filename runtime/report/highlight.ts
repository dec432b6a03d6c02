/** A spec as coloured HTML, by the language's own tokens. */
import { lex } from '../../grammar/lexer.ts'
import { BlockWord, DirectionWord, DistributionWord, Identifier, Infix, LinkWord, NumberLiteral, RoleWord, SettingWord, Superscript, TextLiteral, UnitWord } from '../../grammar/tokens.ts'
import { html, type Html } from './html.ts'
import type { WasSet } from './was-set.ts'

type Kind = 'word' | 'number' | 'string' | 'sign' | 'doc' | 'comment'

interface Piece { readonly start: number; readonly end: number; readonly kind: Kind }

/** Words that open a statement, beside those that have a category of their own. */
const OPENING = new Set(['model', 'import', 'data', 'hyper', 'given', 'let', 'weight', 'loss', 'metric', 'train', 'stage', 'figures', 'repeat', 'rows', 'report'])
const LINKING = new Set(['every', 'clip', 'and', 'or', 'not'])

/** Values of `set` are struck out, what was taken instead beside them; who copies the text copies the spec. */
export function highlight(source: string, set: readonly WasSet[] = []): Html {
  const { tokens, comments } = lex(source)
  const pieces: Piece[] = [
    ...comments.map(({ span, doc }): Piece => ({ ...span, kind: doc ? 'doc' : 'comment' })),
    ...tokens.flatMap((token, i): Piece[] => {
      const { tokenType: type, image, startOffset: start } = token
      const categories = type.CATEGORIES ?? []
      const is = (...types: readonly (typeof type)[]): boolean => types.some((t) => t === type || categories.includes(t))
      // Words of the language are names elsewhere: `minimize generator`, `batch: 3`.
      const first = ['Newline', 'Semicolon', 'LeftCurly', undefined].includes(tokens[i - 1]?.tokenType.name) && !['=', ':'].includes(tokens[i + 1]?.image ?? '')
      const opens = is(BlockWord, RoleWord, DistributionWord, DirectionWord, SettingWord) || OPENING.has(image)
      const isWord = type !== Identifier && ((first && opens) || is(LinkWord) || LINKING.has(image) || (is(UnitWord) && /^\d/.test(tokens[i - 1]?.image ?? '')))
      const kind: Kind | null = is(NumberLiteral, Superscript) ? 'number' : is(TextLiteral) ? 'string' : isWord && tokens[i - 1]?.image !== '.' ? 'word' : is(Infix) && !/\p{L}/u.test(image) ? 'sign' : null
      return kind === null ? [] : [{ start, end: start + image.length, kind }]
    }),
  ].sort((a, b) => a.start - b.start)
  const parts: (Html | string)[] = []
  let at = 0
  for (const { start, end, value, option } of set) {
    parts.push(...coloured(source, pieces, at, start), html`<del>${coloured(source, pieces, start, end)}</del><ins title="by ${option}">${value}, by ${option.split(' ')[0]!}</ins>`)
    at = end
  }
  return html`<pre class="spec">${[...parts, ...coloured(source, pieces, at, source.length)]}</pre>`
}

/** The text between two places, pieces that lie within it in their colours. */
function coloured(source: string, pieces: readonly Piece[], from: number, to: number): (Html | string)[] {
  const parts: (Html | string)[] = []
  let at = from
  for (const { start, end, kind } of pieces) {
    if (start < at || end > to) continue
    parts.push(source.slice(at, start), html`<span class="${kind}">${source.slice(start, end)}</span>`)
    at = end
  }
  return [...parts, source.slice(at, to)]
}

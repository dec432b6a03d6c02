/** Types by place, for editors: every expression that was understood, by its span. */
import type { Span } from '../../grammar/ast.ts'
import type { ValueType } from '../model/model.ts'

/** A source has at most a million characters (`grammar/parse.ts`), so that both ends fit into one number. */
const SIZE = 0x200000
const keyOf = ({ start, end }: Span): number => start * SIZE + end

export type Places = ReadonlyMap<number, ValueType>

export const typeAt = (places: Places, span: Span): ValueType | undefined => places.get(keyOf(span))

/** A body that is checked for several applications keeps the types of the first. */
export function noteType(places: Map<number, ValueType>, span: Span, type: ValueType): void {
  const key = keyOf(span)
  if (!places.has(key)) places.set(key, type)
}

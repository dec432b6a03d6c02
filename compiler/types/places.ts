/** Types by place, for editors: every expression that was understood, by its span. */
import type { Span } from '../../grammar/ast.ts'
import type { ValueType } from '../model/model.ts'

/** By start; few expressions begin at one place. */
export type Places = ReadonlyMap<number, readonly Place[]>
export interface Place { readonly end: number; readonly type: ValueType }

export const typeAt = (places: Places, { start, end }: Span): ValueType | undefined => places.get(start)?.find((place) => place.end === end)?.type

/** A body that is checked for several applications keeps the types of the first. */
export function noteType(places: Map<number, Place[]>, { start, end }: Span, type: ValueType): void {
  const here = places.get(start)
  if (here === undefined) places.set(start, [{ end, type }])
  else if (!here.some((place) => place.end === end)) here.push({ end, type })
}

/** JSON has no infinities: half-open bounds are of use while checking only. */
import type { Model } from './model.ts'

/** Every `range` with an infinite end becomes null. */
export const finiteRanges = (model: Model): Model => strip(model) as Model

function strip(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(strip)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]: [string, unknown]) =>
    [key, key === 'range' && Array.isArray(inner) && inner.some((end) => !Number.isFinite(end)) ? null : key === 'span' ? inner : strip(inner)]))
}

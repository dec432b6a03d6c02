/** Types of values: how they are made, compared and shown. */
import type { Axis, NumberKind, ValueType } from '../model/model.ts'

/** Closed bounds of every element; ends may be infinite while checking. Null: nothing known. */
export type Range = readonly [number, number] | null

export const REAL: NumberKind = { name: 'real' }
export const PROBABILITY: NumberKind = { name: 'probability' }
export const UNIT: Range = [0, 1]

export const axesOf = (...sizes: readonly number[]): readonly Axis[] => sizes.map((size) => ({ size }))

/** A value type with everything not named left plain: real, one number, unbounded, one for all samples. */
export const valueType = ({ kind = REAL, shape = [], range = null, per = 'one', coupled = false }: Partial<ValueType> = {}): ValueType =>
  ({ kind, shape, range, per, coupled })

/** A size that is only known when the data are bound: the rows of a whole split. */
export const UNKNOWN_SIZE = -1

export const sameAxes = (a: readonly Axis[], b: readonly Axis[]): boolean =>
  a.length === b.length && a.every((axis, i) => axis.size === b[i]!.size)

/** Number of elements of one event. */
export const sizeOf = (shape: readonly Axis[]): number => shape.reduce((n, axis) => n * axis.size, 1)

export const sameKind = (a: NumberKind, b: NumberKind): boolean => showKind(a) === showKind(b)

export const isLabelled = (kind: NumberKind): boolean => kind.name === 'label' || kind.name === 'tokens'

const showAxis = (axis: Axis): string =>
  axis.size === UNKNOWN_SIZE ? axis.name ?? 'rows' : axis.name !== undefined ? `${axis.name} = ${axis.size}` : String(axis.size)

/** `[28, 28, 1]`, `[latent = 20]` */
export const showShape = (shape: readonly Axis[]): string => `[${shape.map(showAxis).join(', ')}]`

/** `[28, 28, 1]`, and `one number` for a scalar: for sentences. */
export const sayShape = (shape: readonly Axis[]): string => (shape.length === 0 ? 'one number' : showShape(shape))

/** As it would be written after reshape: `28, 28, 1` */
export const listSizes = (shape: readonly Axis[]): string => shape.map((axis) => axis.size).join(', ')

export function showKind(kind: NumberKind): string {
  if (kind.name === 'label') return `label(${kind.classes})`
  if (kind.name === 'tokens') return `tokens(${kind.vocabulary})`
  return kind.name
}

const showNumber = (n: number): string => (n === Infinity ? '∞' : n === -Infinity ? '-∞' : String(Number(n.toPrecision(6))))

export const showRange = (range: Range): string => (range === null ? 'unbounded' : `[${showNumber(range[0])}, ${showNumber(range[1])}]`)

/** `image[28, 28, 1] in [0, 1]`, `label(10)`, `real[2]` */
export function showType(type: ValueType): string {
  const shape = type.shape.length === 0 ? '' : showShape(type.shape)
  const range = type.range !== null && type.kind.name === 'image' && isFiniteRange(type.range) ? ` in ${showRange(type.range)}` : ''
  return `${showKind(type.kind)}${shape}${range}`
}

export const isFiniteRange = (range: Range): range is readonly [number, number] =>
  range !== null && Number.isFinite(range[0]) && Number.isFinite(range[1])

export const sameRange = (a: Range, b: Range): boolean =>
  a === null || b === null ? a === b : near(a[0], b[0]) && near(a[1], b[1])

const near = (a: number, b: number): boolean => a === b || Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a), Math.abs(b))

/** True when every value of `inner` may stand in `outer`. */
export const insideRange = (inner: Range, outer: readonly [number, number]): boolean =>
  inner !== null && (inner[0] >= outer[0] || near(inner[0], outer[0])) && (inner[1] <= outer[1] || near(inner[1], outer[1]))

/** `per` and `coupled` of something computed from these. */
export const joined = (types: readonly ValueType[]): Pick<ValueType, 'per' | 'coupled'> => ({
  per: types.some((t) => t.per === 'sample') ? 'sample' : 'one',
  coupled: types.some((t) => t.coupled),
})

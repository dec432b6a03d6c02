/** Reading attributes of a node, checked: a wrong attribute is a fault of the graph's builder and says which. */
import type { Attrs, Dim, DType, Shape } from '../graph/graph.ts'
import { GraphError } from '../graph/error.ts'

function fail(name: string, wanted: string, found: unknown): never {
  throw new GraphError(`attribute '${name}' should be ${wanted}, found ${JSON.stringify(found) ?? 'nothing'}`)
}

export function numberAttr(attrs: Attrs, name: string, otherwise?: number): number {
  const value = attrs[name] ?? otherwise
  return typeof value === 'number' ? value : fail(name, 'a number', value)
}

export function textAttr(attrs: Attrs, name: string, otherwise?: string): string {
  const value = attrs[name] ?? otherwise
  return typeof value === 'string' ? value : fail(name, 'text', value)
}

export function flagAttr(attrs: Attrs, name: string): boolean {
  const value = attrs[name] ?? false
  return typeof value === 'boolean' ? value : fail(name, 'true or false', value)
}

/** One size, known or symbolic. */
export function dimAttr(attrs: Attrs, name: string): Dim {
  const value = attrs[name]
  if (typeof value === 'number' || (typeof value === 'object' && 'batch' in value)) return value
  return fail(name, 'a size', value)
}

export function shapeAttr(attrs: Attrs, name: string): Shape {
  const value = attrs[name]
  if (!Array.isArray(value) || value.some((d) => Array.isArray(d) || typeof d === 'string')) fail(name, 'a list of sizes', value)
  return value as Shape
}

export function numbersAttr(attrs: Attrs, name: string, otherwise?: readonly number[]): readonly number[] {
  const value = attrs[name] ?? otherwise
  if (!Array.isArray(value) || value.some((d) => typeof d !== 'number')) fail(name, 'a list of numbers', value)
  return value as readonly number[]
}

/** Pairs of sizes, one pair an axis. */
export function pairsAttr(attrs: Attrs, name: string): readonly Shape[] {
  const value = attrs[name]
  if (!Array.isArray(value) || value.some((d) => !Array.isArray(d) || d.length !== 2)) fail(name, 'a list of pairs', value)
  return value as readonly Shape[]
}

export function dtypeAttr(attrs: Attrs, otherwise: DType = 'float32'): DType {
  const value = attrs['dtype'] ?? otherwise
  return value === 'float32' || value === 'int32' || value === 'bool' ? value : fail('dtype', 'float32, int32 or bool', value)
}

/** The `axes` of a reduction, counted from 0 and sorted; negative ones count from the end, none means all. */
export function axesAttr(attrs: Attrs, rank: number): readonly number[] {
  const axes = attrs['axes'] === undefined ? Array.from({ length: rank }, (_, i) => i) : numbersAttr(attrs, 'axes').map((a) => axisOf(a, rank))
  const sorted = [...new Set(axes)].sort((a, b) => a - b)
  if (sorted.length !== axes.length) fail('axes', 'a list without repeats', attrs['axes'])
  return sorted
}

/** How many axes in front a reduction runs over; 0 where it leaves none or runs over others. */
export function leadingAxes(attrs: Attrs, rank: number): number {
  const axes = axesAttr(attrs, rank)
  return axes.length < rank && axes.every((axis, i) => axis === i) ? axes.length : 0
}

/** An axis counted from 0. Throws `GraphError` when there is none such. */
export function axisOf(axis: number, rank: number): number {
  const positive = axis < 0 ? axis + rank : axis
  if (!Number.isInteger(axis) || positive < 0 || positive >= rank) throw new GraphError(`axis ${axis} of a tensor with ${rank} axes`)
  return positive
}

/**
 * Values with their order of axes. Convolutions make pictures with channels first; what follows element by element keeps that order,
 * and a value is turned once, when something first needs the other order.
 */
import type { Attrs, Shape } from '../../graph/graph.ts'
import type { OnnxWriter } from './writer.ts'
import { axesAttr, axisOf, flagAttr, numberAttr, pairsAttr, shapeAttr } from '../../ops/attrs.ts'
import { FIRST, LAST } from './convolution.ts'

export type Order = 'last' | 'first'

/** A value of the graph: its shape there, its name in ONNX, and how its axes are ordered. */
export class Value {
  readonly shape: Shape
  readonly made: Order
  private readonly name: string
  private readonly w: OnnxWriter

  constructor(w: OnnxWriter, shape: Shape, name: string, made: Order = 'last') {
    this.w = w
    this.shape = shape
    this.name = name
    this.made = made
  }

  /** In the graph's order. */
  last(): string {
    return this.made === 'last' ? this.name : this.w.once(`last ${this.name}`, () => this.w.transpose(this.name, channelsFirst(this.shape), LAST))
  }

  /** With channels first; what has fewer axes gets as many as it takes to stretch along the right ones. */
  first(): string {
    if (this.made === 'first' || this.shape.length === 0) return this.name
    return this.w.once(`first ${this.name}`, () => {
      const whole = this.shape.length === 4 ? this.name : this.w.reshape(this.name, padded(this.shape))
      return this.w.transpose(whole, padded(this.shape), FIRST)
    })
  }

  in(order: Order): string {
    return order === 'first' ? this.first() : this.last()
  }
}

const padded = (shape: Shape): Shape => [...Array<number>(4 - shape.length).fill(1), ...shape]

/** A shape as it is with channels first. A scalar stays one. */
export const channelsFirst = (shape: Shape): Shape => (shape.length === 0 ? shape : FIRST.map((axis) => padded(shape)[axis]!))

/** Whether the result of a reduction without its axes is the same in both orders. */
export function reducesAlike(attrs: Attrs): boolean {
  const axes = axesAttr(attrs, 4)
  const rest = FIRST.filter((axis) => !axes.includes(axis))
  return flagAttr(attrs, 'keepDims') || rest.every((axis, i) => i === 0 || rest[i - 1]! < axis)
}

/** Attributes that name axes, for a picture with channels first. */
export function attrsFirst(op: string, attrs: Attrs): Attrs {
  const moved = (axes: readonly number[]): number[] => axes.map((axis) => FIRST.indexOf(axis as 0 | 1 | 2 | 3))
  switch (op) {
    case 'sum': case 'mean': case 'max': case 'min': case 'reverse':
      return { ...attrs, axes: moved(axesAttr(attrs, 4)) }
    case 'concat':
      return { ...attrs, axis: moved([axisOf(numberAttr(attrs, 'axis'), 4)])[0]! }
    case 'slice':
      return { ...attrs, begin: channelsFirst(shapeAttr(attrs, 'begin')), size: channelsFirst(shapeAttr(attrs, 'size')) }
    case 'pad':
      return { ...attrs, paddings: FIRST.map((axis) => pairsAttr(attrs, 'paddings')[axis]!) }
    default:
      return attrs
  }
}

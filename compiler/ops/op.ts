/**
 * What an op is. Everything the project knows of an op stands in one row of one file in this folder:
 * shape rule, gradient rule, float64 reference, cost, and how each target writes it.
 */
import type { Attrs, DType, Node, Shape } from '../graph/graph.ts'
import type { Builder, Ref } from '../graph/builder.ts'

export interface TensorType { readonly shape: Shape; readonly dtype: DType }

/** A dense float64 tensor of the reference evaluator; shapes are numbers by then. */
export interface Tensor64 { readonly shape: readonly number[]; readonly data: Float64Array }

export interface Op {
  readonly name: string
  /** One sentence for the reference page. */
  readonly doc: string
  /** Result type; throws `GraphError` when inputs or attributes do not fit. */
  infer(inputs: readonly TensorType[], attrs: Attrs): TensorType
  /**
   * Vector-Jacobian product: given the gradient `dy` of the result, one gradient an input, `null` where it is zero.
   * Written with ordinary ops, so that gradients differentiate again. Absent: the op has no gradient (int or bool).
   */
  vjp?(b: Builder, node: Node, inputs: readonly Ref[], y: Ref, dy: Ref): readonly (Ref | null)[]
  /** The definition, in float64, straightforward rather than fast. `sizes` gives batch sizes for symbolic attrs. */
  evaluate(inputs: readonly Tensor64[], attrs: Attrs, sizes: Readonly<Record<string, number>>): Tensor64
  /** Floating-point operations of one run, symbolic sizes filled in. Bytes follow from the types. */
  flops(inputs: readonly (readonly number[])[], output: readonly number[], attrs: Attrs): number
  /** How the op is written in tfjs: a JavaScript expression over `tf`. */
  tfjs(args: readonly string[], attrs: Attrs, node: Node, dims: DimWriter): string
}

/** Writes a shape as a JavaScript array literal, with batch sizes as expressions (`[batch, 28, 28, 1]`, `[500 * batch, 20]`). */
export interface DimWriter { shape(shape: Shape): string; size(dim: Shape[number]): string; /** Static shape of an input. */ inputShapes: readonly Shape[] }

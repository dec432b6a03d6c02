/** Members of an array as statistics read them, in float64. */
export interface Sample {
  readonly count: number
  /** Numbers of one member. */
  readonly size: number
  /** [count, size], row-major. */
  readonly values: Float64Array
}

/** One number a member, ascending; NaN where any is NaN, as nothing can be said then. */
export const sorted = ({ values }: Sample): Float64Array => (values.some(Number.isNaN) ? values.map(() => NaN) : values.slice().sort())

/** Column `j` of the members. */
export const column = ({ count, size, values }: Sample, j: number): Float64Array => Float64Array.from({ length: count }, (_, i) => values[i * size + j]!)

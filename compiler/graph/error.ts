/** Thrown when nodes do not fit together: a fault of whoever builds the graph, never of the person writing a spec. */
export class GraphError extends Error {
  override readonly name = 'GraphError'
}

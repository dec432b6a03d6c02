/**
 * Several runs of a program as one: an ONNX `Loop` that carries the entries of the store from run to run. Each call of onnxruntime
 * from JavaScript copies every result into new memory, an updated store as well, so that a call a round would cost as much as the round.
 */
import type { Dim, Program } from '../../graph/graph.ts'
import type { Port } from './proto.ts'
import { writeBody, type Names } from './body.ts'
import { graph, model, node } from './proto.ts'

/** The axis of runs. */
const R: Dim = { batch: 'R', times: 1 }

/** What values are called within one run. */
const inner: Names = {
  feed: (name) => `run/feed:${name}`,
  entry: (name) => `run/store:${name}`,
  result: (name) => `run/result:${name}`,
  update: (name) => `run/update:${name}`,
}

/** `rounds`: the name of the input that holds the number of runs. */
export function writeRounds(program: Program, outer: Names, rounds: string): Uint8Array {
  const carried = new Set(program.updates.map((u) => u.entry))
  // An entry that no run writes is seen from within under the name that it has outside.
  const { writer, feeds, entries, updates, results } = writeBody(program, { ...inner, entry: (name) => (carried.has(name) ? inner : outer).entry(name) })
  const state = program.updates.map(({ entry }, i): Port => ({ ...updates[i]!, name: entry }))
  const named = (name: (entry: string) => string): readonly Port[] => state.map((port) => ({ ...port, name: name(port.name) }))
  const stacked = (given: readonly Port[], name: (of: string) => string, of: readonly { readonly name: string }[]): readonly Port[] =>
    given.map((port, i) => ({ ...port, name: name(of[i]!.name), shape: [R, ...port.shape] }))
  const stacks = stacked(feeds, outer.feed, program.feeds)
  const found = stacked(results, outer.result, program.outputs)
  const iteration: Port = { name: 'iteration', dtype: 'int64', shape: [] }
  const condition: Port = { name: 'condition', dtype: 'bool', shape: [] }
  const still: Port = { ...condition, name: 'condition still' }
  const run = graph('run', [
    ...feeds.map((feed, i) => node('Gather', [stacks[i]!.name, iteration.name], [feed.name], { axis: 0 })),
    node('Identity', [condition.name], [still.name]),
    ...writer.nodes(),
  ], writer.initializers, [iteration, condition, ...named(inner.entry)], [still, ...updates, ...results])
  const left = [...named(outer.update), ...found]
  const loop = node('Loop', [rounds, '', ...named(outer.entry).map((p) => p.name)], left.map((p) => p.name), { body: { graph: run } })
  const constant = entries.filter(({ name }) => !name.startsWith('run/'))
  return model(graph(program.name, [loop], [], [{ ...iteration, name: rounds }, ...stacks, ...named(outer.entry), ...constant], left))
}

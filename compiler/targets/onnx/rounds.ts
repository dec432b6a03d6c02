/**
 * Several runs of a program as one: an ONNX `Loop` that carries the entries of the store from run to run. Each call of onnxruntime
 * from JavaScript copies every result into new memory, an updated store as well, so that a call a round would cost as much as the round.
 */
import type { Dim, Shape } from '../../graph/graph.ts'
import type { Pack, Packed } from '../../passes/pack-updates.ts'
import type { Field } from './protobuf.ts'
import type { Port } from './proto.ts'
import { writeBody, type Names } from './body.ts'
import { graph, initializer, model, node } from './proto.ts'

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
export function writeRounds({ program, packs }: Packed, outer: Names, rounds: string): Uint8Array {
  const carried = new Set(program.updates.map((u) => u.entry))
  // An entry that no run writes is seen from within under the name that it has outside.
  const { writer, feeds, entries, updates, results } = writeBody(program, { ...inner, entry: (name) => (carried.has(name) ? inner : outer).entry(name) })
  const state = program.updates.map(({ entry }, i): Port => ({ ...updates[i]!, name: entry }))
  const renamed = (ports: readonly Port[], name: (of: string) => string): readonly Port[] => ports.map((port) => ({ ...port, name: name(port.name) }))
  const stacked = (within: readonly Port[], of: readonly { readonly name: string }[], name: (of: string) => string): readonly Port[] =>
    within.map((port, i) => ({ ...port, name: name(of[i]!.name), shape: [R, ...port.shape] }))
  const stacks = stacked(feeds, program.feeds, outer.feed)
  const found = stacked(results, program.outputs, outer.result)
  const iteration: Port = { name: 'iteration', dtype: 'int64', shape: [] }
  const condition: Port = { name: 'condition', dtype: 'bool', shape: [] }
  const still: Port = { ...condition, name: 'condition still' }
  const run = graph('run', [
    ...feeds.map((feed, i) => node('Gather', [stacks[i]!.name, iteration.name], [feed.name], { axis: 0 })),
    node('Identity', [condition.name], [still.name]),
    ...writer.nodes(),
  ], writer.initializers, [iteration, condition, ...renamed(state, inner.entry)], [still, ...updates, ...results])
  const loop = node('Loop', [rounds, '', ...renamed(state, outer.entry).map((p) => p.name)], [...renamed(state, outer.update), ...found].map((p) => p.name), { body: { graph: run } })
  const apart = state.flatMap((port): readonly Port[] =>
    packs.find((p) => p.entry === port.name)?.parts.map(({ entry, shape }) => ({ name: entry, dtype: port.dtype, shape })) ?? [port])
  const { before, after, constants } = packing(packs, outer)
  const unchanged = entries.filter(({ name }) => !name.startsWith('run/'))
  return model(graph(program.name, [...before, loop, ...after], constants,
    [{ ...iteration, name: rounds }, ...stacks, ...renamed(apart, outer.entry), ...unchanged], [...renamed(apart, outer.update), ...found]))
}

/** Entries are laid end to end before the first run and come apart after the last. */
function packing(packs: readonly Pack[], names: Names): { readonly before: readonly Field[]; readonly after: readonly Field[]; readonly constants: readonly Field[] } {
  const constants: Field[] = []
  const integers = (values: readonly number[]): string => {
    const name = `sizes ${constants.length}`
    constants.push(initializer(name, 'int64', [values.length], values))
    return name
  }
  /** What the elements of an entry are called in a row: an entry of one axis is one. */
  const flat = (name: string, shape: Shape): string => (shape.length === 1 ? name : `flat/${name}`)
  const before = packs.flatMap(({ entry, parts }) => [
    ...parts.flatMap(({ entry: part, shape }) => (shape.length === 1 ? [] : [node('Reshape', [names.entry(part), integers([-1])], [flat(names.entry(part), shape)])])),
    node('Concat', parts.map(({ entry: part, shape }) => flat(names.entry(part), shape)), [names.entry(entry)], { axis: 0 }),
  ])
  const after = packs.flatMap(({ entry, parts }) => [
    node('Split', [names.update(entry), integers(parts.map(({ shape }) => shape.reduce((a, b) => a * b, 1)))], parts.map(({ entry: part, shape }) => flat(names.update(part), shape)), { axis: 0 }),
    ...parts.flatMap(({ entry: part, shape }) => (shape.length === 1 ? [] : [node('Reshape', [flat(names.update(part), shape), integers(shape)], [names.update(part)])])),
  ])
  return { before, after, constants }
}

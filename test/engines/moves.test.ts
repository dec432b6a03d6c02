/** Which updates are written in place, and that nobody reads a value that is no longer there. Values on a device: `webgpu.test.ts`, `test/conformance`. */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { Ref } from '../../compiler/graph/builder.ts'
import type { Graph, Program, StoreEntry } from '../../compiler/graph/graph.ts'
import { compile } from '../../compiler/compile.ts'
import { Builder } from '../../compiler/graph/builder.ts'
import { finished } from '../../compiler/passes/pipeline.ts'
import { entryRead, flatStore, movesOf, type Room } from '../../runtime/engines/webgpu/moves.ts'
import { planUnits, unshaped } from '../../runtime/engines/webgpu/plan.ts'

const room: Room = { buffers: 12, elements: 2 ** 25, aligned: 64 }
const graphOf = (spec: string): ReturnType<typeof finished> => finished(compile(readFileSync(`specs/${spec}.gen`, 'utf8')).lowered!, 'webgpu')

describe.each(['ring-gan', 'image-to-image', 'wgan-gp'])('%s', (spec) => {
  const { store, programs } = graphOf(spec)

  test.each([8, 10, 12])('with %i buffers to a kernel', (buffers) => {
    const layout = flatStore(store, programs, { ...room, buffers })
    for (const program of programs) {
      const { nodes, updates, outputs } = program
      const { moves, beside } = movesOf(program, store, layout, { ...room, buffers })
      const entryAt = new Map(updates.map((u) => [u.node, u.entry]))
      const members = moves.flatMap((m) => m.segments.flat())
      expect(members.map((n) => entryAt.get(n.id)).sort()).toEqual(updates.map((u) => u.entry).filter((e) => layout.places.has(e)).sort())
      const made = new Set<number>()
      const gone = new Set<string>()
      for (const unit of planUnits(program, buffers, moves)) {
        const [own, bound] = unit.kind === 'op' ? [[unit.node], unit.node.inputs] : unit.kind === 'kernel' ? [unit.members, unit.inputs] : [unit.segments.flat(), unit.inputs]
        const ids = new Set(own.map((n) => n.id))
        for (const i of own.flatMap((n) => n.inputs.map((id) => unshaped(nodes, id)))) {
          expect(nodes[i]!.op === 'input' || nodes[i]!.op === 'read' || made.has(i) || ids.has(i), 'it is there').toBe(true)
          expect(gone.has(entryRead(nodes[i]!) ?? ''), 'it is still there').toBe(false)
          if (beside.places.has(i)) expect(unit.kind).toBe('move')
        }
        for (const { id } of own) made.add(id)
        if (unit.kind !== 'move') continue
        expect(bound.length + 2).toBeLessThanOrEqual(buffers)
        for (const { id } of own) gone.add(entryAt.get(id)!)
      }
      for (const { node } of outputs) expect(gone.has(entryRead(nodes[unshaped(nodes, node)]!) ?? '')).toBe(false)
    }
  })
})

test.each([['ring-gan', [6, 6]], ['vae', [10]]])('a step of an optimiser of %s is one kernel on every device', (spec, parameters) => {
  const { store, programs } = graphOf(spec)
  for (const buffers of [8, 12]) {
    const { moves } = movesOf(programs.find((p) => p.name === 'round')!, store, flatStore(store, programs, { ...room, buffers }), { ...room, buffers })
    expect(moves.map((m) => m.segments.length)).toEqual(parameters)
  }
})

type Written = { readonly updates: Readonly<Record<string, Ref>>; readonly outputs?: Readonly<Record<string, Ref>> }
type Write = (b: Builder, read: (entry: string) => Ref, gradient: Ref) => Written

/** Entries a and b of shape [4], c of shape [1], and a program for each of `writes`, which give new values and results. */
function graphBy(...writes: readonly Write[]): Graph {
  const programs = writes.map((write, i): Program => {
    const b = new Builder()
    const gradient = b.input({ name: 'g', kind: 'value', shape: [4], dtype: 'float32' })
    const { updates, outputs = {} } = write(b, (entry) => b.add('read', [], { entry, shape: [entry === 'c' ? 1 : 4], dtype: 'float32' }), gradient)
    return {
      name: `p${i}`, feeds: b.feeds, nodes: b.nodes, outputs: Object.entries(outputs).map(([name, { id }]) => ({ name, node: id })),
      updates: Object.entries(updates).map(([entry, { id }]) => ({ entry, node: id })),
    }
  })
  const store = ['a', 'b', 'c'].map((name): StoreEntry => ({ name, shape: [name === 'c' ? 1 : 4], dtype: 'float32', role: 'parameter', init: { kind: 'zeros' } }))
  return finished({ version: 1, model: 'm', specHash: '', store, programs }, 'webgpu')
}

function flatIn(write: Write, changes: Partial<Room> = {}): string[] {
  const { store, programs } = graphBy(write)
  return [...flatStore(store, programs, { ...room, ...changes }).places.keys()].sort()
}

const two = (b: Builder): Ref => b.add('constant', [], { value: 2 })

test('what cannot be written in place is not', () => {
  expect(flatIn((b, read, g) => ({ updates: { a: b.add('sub', [read('a'), g]), b: b.add('mul', [read('b'), g]) } })), 'each from itself').toEqual(['a', 'b'])
  expect(flatIn((b, read, g) => ({ updates: { a: b.add('sub', [read('b'), g]), b: b.add('mul', [read('a'), g]) } })), 'each from the other').toEqual(['a', 'b'])
  expect(flatIn((b, read, g) => {
    const a = b.add('sub', [read('a'), g])
    return { updates: { a, b: b.add('add', [read('b'), b.add('mul', [a, a])]) } }
  }), 'from a new value').toEqual(['a', 'b'])
  expect(flatIn((b, read, g) => ({ updates: { a: b.add('sub', [read('a'), g]) }, outputs: { old: read('a') } })), 'the old value is a result').toEqual([])
  expect(flatIn((b, read, g) => {
    const a = b.add('sub', [read('a'), g])
    const sorted = b.add('reverse', [a], { axes: [0] })
    return { updates: { a }, outputs: { y: b.add('reverse', [b.add('add', [sorted, read('a')])], { axes: [0] }) } }
  }), 'the old value is read after the new one').toEqual([])
  expect(flatIn((b, read, g) => ({ updates: { a: b.add('sub', [read('a'), g]), b: read('a') } })), 'the old value is kept as another').toEqual([])
  expect(flatIn((b, read, g) => {
    const a = b.add('sub', [read('a'), g])
    return { updates: { a, b: a } }
  }), 'one value, two entries').toEqual([])
  expect(flatIn((b, read, g) => ({ updates: { a: b.add('mul', [b.add('sub', [read('a'), g]), read('c')]), c: b.add('mul', [read('c'), two(b)]) } })), 'others read all of its elements').toEqual(['a'])
  expect(flatIn((b, _, g) => ({ updates: { a: b.add('reverse', [g], { axes: [0] }) } })), 'a movement of elements').toEqual([])
})

test('what has no room stays out, large values first', () => {
  const both: Write = (b, read, g) => ({ updates: { a: b.add('sub', [read('a'), g]), c: b.add('mul', [read('c'), two(b)]) } })
  expect(flatIn(both, { aligned: 1, elements: 5 })).toEqual(['a', 'c'])
  expect(flatIn(both, { aligned: 1, elements: 4 })).toEqual(['c'])
  expect(flatIn(both, { aligned: 1, elements: 0 })).toEqual([])
})

test('what one program updates, another may keep or read', () => {
  const first: Write = (b, read, g) => ({ updates: { a: b.add('sub', [read('a'), g]) } })
  const { store, programs } = graphBy(first, (b, read, g) => ({ updates: { b: b.add('sub', [read('b'), b.add('mul', [read('a'), g])]) }, outputs: { a: read('a') } }))
  const layout = flatStore(store, programs, room)
  expect([...layout.places.keys()]).toEqual(['a', 'b'])
  // No buffer is read and written by a kernel that binds it twice.
  const { moves } = movesOf(programs[1]!, store, layout, room)
  expect(moves.map((m) => m.inputs.map((i) => programs[1]!.nodes[i]!.op))).toEqual([['input']])
  const kept = graphBy(first, (_, read) => ({ updates: { b: read('a') } }))
  expect([...flatStore(kept.store, kept.programs, room).places.keys()]).toEqual([])
})

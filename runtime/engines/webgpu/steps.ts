/** A program as a list of things to do: kernels of its own, and ops of the backend. */
import type { Tensor } from '@tensorflow/tfjs-core'
import type { Node, Program, Shape } from '../../../compiler/graph/graph.ts'
import type { DimWriter } from '../../../compiler/ops/op.ts'
import type { Tf } from '../tfjs/engine.ts'
import type { Device } from './tfjs.ts'
import { opOf } from '../../../compiler/ops/registry.ts'
import type { Flat } from './flat-buffer.ts'
import type { Home } from './kernel.ts'
import { GroupLaunch, MoveLaunch, type Launch, type Shaders } from './launch.ts'
import { entryRead, type Moves } from './moves.ts'
import { planUnits } from './plan.ts'

export type Batches = Readonly<Record<string, number>>

interface Step {
  /** Nodes read, and nodes made. */
  readonly reads: readonly number[]
  readonly makes: readonly number[]
  run(inputs: readonly Tensor[], batches: Batches): readonly Tensor[]
  /** Nodes whose tensors nobody reads afterwards. */
  frees: readonly number[]
}

export class ProgramSteps {
  readonly program: Program
  /** Steps that start a kernel of this project, for whoever counts. */
  readonly launches: readonly Launch[]
  private readonly steps: readonly Step[]
  /** Nodes without inputs that are the same in every run. */
  private readonly constants: ReadonlyMap<number, Tensor>
  private ready: Promise<unknown> | null = null

  /** Entries whose values lie in the store's buffer, by the nodes that write them there. */
  private readonly moved: ReadonlyMap<number, string>
  /** What lies beside the store. */
  private readonly beside: ReadonlyMap<number, Tensor>

  /** Of a program that is fused. */
  constructor(device: Device, program: Program, { moves, beside }: Moves, flat: Flat | null) {
    const { tf, backend } = device
    this.program = program
    const { nodes } = program
    const kept = new Set([...program.outputs, ...program.updates].map((r) => r.node))
    const units = planUnits(program, backend.device.limits.maxStorageBuffersPerShaderStage, moves)
    this.moved = new Map(flat === null ? [] : program.updates.filter(({ entry }) => flat.layout.places.has(entry)).map(({ entry, node }) => [node, entry]))
    this.beside = new Map(flat === null ? [] : [...beside.places].map(([id, from]) => [id, flat.beside.view(from, nodes[id]!.shape as readonly number[])]))
    const homeOf = (id: number): Home | null => {
      const [entry, from] = [this.moved.get(id) ?? entryRead(nodes[id]!), beside.places.get(id)]
      if (from !== undefined) return { buffer: 'beside', from }
      const place = entry === null ? undefined : flat?.layout.places.get(entry)
      return place === undefined ? null : { buffer: 'store', from: place }
    }
    const wanted = new Set([...kept, ...units.flatMap((u) => (u.kind === 'op' && u.node.op !== 'reshape' ? u.node.inputs : []))])
    for (const node of [...nodes].reverse()) if (node.op === 'reshape' && wanted.has(node.id)) for (const i of node.inputs) wanted.add(i)
    const constants = new Map<number, Tensor>()
    const launches: Launch[] = []
    const steps = units.flatMap((unit): Step[] => {
      if (unit.kind === 'kernel') {
        const launch = new GroupLaunch(device, program, unit, this.beside)
        launches.push(launch)
        return [{ reads: unit.inputs, makes: unit.outputs, run: (inputs, batches) => launch.run(inputs, batches), frees: [] }]
      }
      if (unit.kind === 'move') {
        const launch = new MoveLaunch(device, program, unit, homeOf, flat!)
        launches.push(launch)
        return [{ reads: unit.inputs, makes: [], run: (inputs, batches) => launch.run(inputs, batches), frees: [] }]
      }
      const { node } = unit
      if (node.op === 'reshape' && !wanted.has(node.id)) return []
      const run = spelled(tf, nodes, node)
      if (node.inputs.length === 0 && node.op !== 'size') {
        constants.set(node.id, run([], {})[0]!)
        return []
      }
      return [{ reads: node.inputs, makes: [node.id], run, frees: [] }]
    })
    // A tensor goes after the last step that reads it; what nobody reads goes at once.
    const seen = new Set([...kept, ...constants.keys(), ...this.moved.keys(), ...this.beside.keys(), ...nodes.filter((n) => n.op === 'input' || n.op === 'read').map((n) => n.id)])
    for (const step of [...steps].reverse()) {
      step.frees = [...new Set([...step.reads, ...step.makes])].filter((id) => !seen.has(id))
      for (const id of step.frees) seen.add(id)
    }
    this.constants = constants
    this.launches = launches
    this.steps = steps
  }

  /** Compiles the kernels, all at the same time, when first asked. */
  compile(shaders: Shaders): Promise<unknown> {
    this.ready ??= Promise.all(this.launches.map((launch) => launch.compile(shaders)))
    return this.ready
  }

  /**
   * Puts a run into the queue. Gives a tensor of its own for each output and each update that is not written in place, to be disposed by
   * the caller; feeds stay.
   */
  run(feeds: Readonly<Record<string, Tensor>>, store: Readonly<Record<string, Tensor>>, batches: Batches): { readonly outputs: Record<string, Tensor>; readonly updates: Record<string, Tensor> } {
    const { nodes, outputs, updates } = this.program
    const values = new Map<number, Tensor>(this.constants)
    for (const node of nodes) {
      if (node.op === 'input') values.set(node.id, feeds[String(node.attrs['name'])]!)
      if (node.op === 'read') values.set(node.id, store[String(node.attrs['entry'])]!)
    }
    for (const [id, entry] of this.moved) values.set(id, store[entry]!)
    for (const step of this.steps) {
      const made = step.run(step.reads.map((id) => values.get(id)!), batches)
      step.makes.forEach((id, i) => values.set(id, made[i]!))
      for (const id of step.frees) values.get(id)!.dispose()
    }
    const borrowed = new Set(values.keys())
    for (const { makes } of this.steps) for (const id of makes) borrowed.delete(id)
    /** The tensor itself the first time, a second name for it afterwards. */
    const own = (id: number): Tensor => {
      const value = values.get(id)!
      if (borrowed.has(id)) return value.clone()
      borrowed.add(id)
      return value
    }
    return {
      outputs: Object.fromEntries(outputs.map(({ name, node }) => [name, own(node)])),
      updates: Object.fromEntries(updates.filter(({ node }) => !this.moved.has(node)).map(({ entry, node }) => [entry, own(node)])),
    }
  }

  dispose(): void {
    for (const launch of this.launches) launch.dispose()
    for (const tensor of [...this.constants.values(), ...this.beside.values()]) tensor.dispose()
  }
}

/** An op as the call of tfjs that its row writes. */
function spelled(tf: Tf, nodes: readonly Node[], node: Node): Step['run'] {
  const names = node.inputs.map((_, i) => `x${i}`)
  const size = (d: Shape[number]): string => (typeof d === 'number' ? String(d) : `${d.times} * batches[${JSON.stringify(d.batch)}]`)
  const dims: DimWriter = { size, shape: (shape) => `[${shape.map(size).join(', ')}]`, inputShapes: node.inputs.map((i) => nodes[i]!.shape) }
  const text = opOf(node.op).tfjs(names, node.attrs, node, dims)
  const call = new Function('tf', 'batches', ...names, `'use strict'; return ${text}`) as (tf: Tf, batches: Batches, ...inputs: readonly Tensor[]) => Tensor
  return (inputs, batches) => [tf.tidy(() => {
    const result = call(tf, batches, ...inputs)
    // Some ops may give back what they are given, and weights may have changed in place before the result is read.
    const same = node.op !== 'reshape' && node.dtype === 'float32' && inputs.some(({ dataId }) => dataId === result.dataId)
    return same ? tf.neg(tf.neg(result)) : result
  })]
}

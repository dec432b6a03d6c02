/** The text of a kernel in WGSL: one loop over the elements of a group, its members one after another. */
import type { Dim, DType, Node, Shape } from '../../../compiler/graph/graph.ts'
import type { Argument, FusedReduction } from '../../../compiler/ops/fused.ts'
import type { Move } from './moves.ts'
import type { Extent, Group } from './plan.ts'
import { productOf } from '../../../compiler/graph/graph.ts'
import { shapeAttr, textAttr } from '../../../compiler/ops/attrs.ts'
import { parseSteps, reductionOf, stepTypes } from '../../../compiler/ops/fused.ts'
import { stretchedAxes, unshaped } from './plan.ts'
import { helpersFor, wgslNumber, wgslType, writeExtreme, writeStep } from './wgsl.ts'

/** Neighbouring elements that the threads of a reduction take side by side where there are enough. */
const SIDE = 32

/**
 * Threads of a workgroup, a power of two. A GPU runs them at the same time. On a processor they are coroutines that take turns at
 * every barrier: a step of a small model took 264 ms with 256 of them, 11 ms with 16.
 */
export const threadsOf = ({ software }: { readonly software: boolean }): number => (software ? 16 : 256)

export interface Kernel {
  readonly text: string
  /** Batches whose sizes are parameters, in their order. */
  readonly batches: readonly string[]
  /** For the second half of a reduction that is cut into parts; null where there is no reduction. */
  readonly last: string | null
}

/** Threads side by side along `inner`: 1 for a sum over the last axes. */
export function sideOf(inner: readonly Dim[], threads: number): number {
  const known = inner.reduce((n: number, d) => (typeof d === 'number' ? n * d : SIDE), 1)
  let side = 1
  while (side < known && side < SIDE && side < threads) side *= 2
  return side
}

export function writeKernel(nodes: readonly Node[], group: Group, threads: number): Kernel {
  const writer = new Writer(nodes, group, threads)
  const reduces = group.members.some((m) => reductionOf(m.attrs) !== null)
  const text = reduces ? writer.reducing() : writer.elementwise()
  return { text, batches: writer.batches, last: reduces ? writer.last() : null }
}

/** Where a value lies among others: the name of the buffer, and the value's first element. */
export interface Home { readonly buffer: 'store' | 'beside'; readonly from: number }
export type Homes = (id: number) => Home | null
const homeless: Homes = () => null

/** Neighbouring threads work on one segment. */
const TOGETHER = 64

/** A kernel over the elements of all segments, and their number. It binds what has no home, then what lies beside the store, then the store. */
export function writeMove(nodes: readonly Node[], { segments, inputs }: Move, homeOf: Homes, threads: number): Kernel & { readonly elements: number } {
  const members = segments.flat()
  const writer = new Writer(nodes, { members, inputs, outputs: members.map((m) => m.id), extent: { outer: [], reduced: [], inner: [] } }, threads, homeOf)
  const counts = segments.map(([first]) => productOf(first!.shape) as number)
  const elements = counts.reduce((sum, count) => sum + Math.ceil(count / TOGETHER) * TOGETHER, 0)
  return { text: writer.moving(segments, counts, elements), elements, batches: writer.batches, last: null }
}

class Writer {
  readonly batches: string[] = []
  private readonly nodes: readonly Node[]
  private readonly group: Omit<Group, 'kind'>
  private readonly threads: number
  private readonly homeOf: Homes
  private readonly lines: string[] = []
  /** Lines for the end, when all that may lie in the same place is read. */
  private readonly writes: string[] = []
  private readonly names = new Map<string, string>()
  /** Names of values by member, and of what was read by expression. */
  private readonly values = new Map<number, string>()
  private readonly used = new Set<string>()

  constructor(nodes: readonly Node[], group: Omit<Group, 'kind'>, threads: number, homeOf: Homes = homeless) {
    this.nodes = nodes
    this.group = group
    this.threads = threads
    this.homeOf = homeOf
  }

  elementwise(): string {
    const { members, extent } = this.group
    const body = this.body(members)
    return this.module(`
@compute @workgroup_size(${this.threads})
fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>) {
  for (var i = id.x; i < ${this.count(extent.reduced)}; i += groups.x * ${this.threads}u) {
${indented(body, 4)}
  }
}`)
  }

  moving(segments: readonly (readonly Node[])[], counts: readonly number[], elements: number): string {
    let from = 0
    const branches = segments.map((segment, k) => {
      const body = this.body(segment)
      const end = from + Math.ceil(counts[k]! / TOGETHER) * TOGETHER
      const branch = `if (at < ${end}u) {
      let i = at - ${from}u;
      if (i < ${counts[k]}u) {
${indented(body, 8)}
      }
    }`
      from = end
      return branch
    })
    return this.module(`
@compute @workgroup_size(${this.threads})
fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>) {
  for (var at = id.x; at < ${elements}u; at += groups.x * ${this.threads}u) {
    ${branches.join(' else ')}
  }
}`)
  }

  /** Every thread folds its share of the rows, then the threads of a column fold theirs. */
  reducing(): string {
    const body = this.body(this.group.members)
    return this.fold(this.group.extent, body, 'p.parts', this.reduced(), (node) => this.finish(node, 'p.parts == 1u'))
  }

  /** Folds what the parts have left, [outer, parts, inner]. */
  last(): string {
    const body = this.reduced().map(({ node, fold }, k) => `${fold} = ${foldTwo(reductionOf(node.attrs)!, fold, `in${k}[i]`, node.dtype)};`)
    return this.fold({ ...this.group.extent, reduced: [{ batch: 'parts', times: 1 }] }, body, '1u', this.reduced(), (node) => this.finish(node, 'true'), this.reduced().map(({ node }) => node))
  }

  private reduced(): { readonly node: Node; readonly fold: string; readonly shared: string; readonly out: number }[] {
    return this.group.members.filter((m) => reductionOf(m.attrs) !== null && this.group.outputs.includes(m.id))
      .map((node, k) => ({ node, fold: `fold${k}`, shared: `shared${k}`, out: k }))
  }

  private finish(node: Node, when: string): string {
    if (reductionOf(node.attrs) !== 'mean') return ''
    const rows = this.count(this.group.extent.reduced)
    return when === 'true' ? ` / f32(${rows})` : ` / select(1.0f, f32(${rows}), ${when})`
  }

  private fold(extent: Extent, body: readonly string[], parts: string, reduced: ReturnType<Writer['reduced']>, finish: (node: Node) => string, inputs?: readonly Node[]): string {
    const side = sideOf(extent.inner, this.threads)
    const rows = this.threads / side
    const [outer, count, inner] = [extent.outer, extent.reduced, extent.inner].map((dims) => this.count(dims))
    const type = (node: Node): string => wgslType(node.dtype)
    const together = rows === 1 ? '' : `${reduced.map(({ fold, shared }) => `    ${shared}[me] = ${fold};`).join('\n')}
    workgroupBarrier();
    for (var half = ${rows / 2}u; half > 0u; half /= 2u) {
      if (me / ${side}u < half) {
${reduced.map(({ node, shared }) => `        ${shared}[me] = ${foldTwo(reductionOf(node.attrs)!, `${shared}[me]`, `${shared}[me + half * ${side}u]`, node.dtype)};`).join('\n')}
      }
      workgroupBarrier();
    }`
    return this.module(`
${reduced.map(({ node, shared }) => rows === 1 ? '' : `var<workgroup> ${shared}: array<${type(node)}, ${this.threads}>;`).join('\n')}

@compute @workgroup_size(${this.threads})
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_index) me: u32, @builtin(num_workgroups) groups: vec3<u32>) {
  let rows = ${count};
  let inner = ${inner};
  let tiles = (inner + ${side - 1}u) / ${side}u;
  let share = (rows + ${parts} - 1u) / ${parts};
  let end = min(rows, (group.y + 1u) * share);
  for (var tile = group.x; tile < ${outer} * tiles; tile += groups.x) {
    let a = tile / tiles;
    let c = (tile % tiles) * ${side}u + me % ${side}u;
${reduced.map(({ node, fold }) => `    var ${fold} = ${initial(reductionOf(node.attrs)!, node.dtype)};`).join('\n')}
    if (c < inner) {
      for (var r = group.y * share + me / ${side}u; r < end; r += ${rows}u) {
        let i = (a * rows + r) * inner + c;
${indented(body, 8)}
      }
    }
${together}
    if (me < ${side}u && c < inner) {
${reduced.map(({ node, fold, shared }) => `      out${inputs ? inputs.indexOf(node) : this.group.outputs.indexOf(node.id)}[(a * ${parts} + group.y) * inner + c] = ${rows > 1 ? `${shared}[me]` : fold}${finish(node)};`).join('\n')}
    }
${rows > 1 ? '    workgroupBarrier();\n' : ''}  }
}`, inputs)
  }

  /** Lines that compute members at element `i`, and write them or fold them in. */
  private body(members: readonly Node[]): string[] {
    for (const made of [this.names, this.values]) made.clear()
    for (const lines of [this.lines, this.writes]) lines.length = 0
    for (const node of members) this.member(node)
    return [...this.lines, ...this.writes]
  }

  private member(node: Node): void {
    const { steps, result } = parseSteps(textAttr(node.attrs, 'steps'))
    const inputTypes = node.inputs.map((i) => this.nodes[i]!.dtype)
    const types = stepTypes({ steps, result }, inputTypes)
    const typeOf = (a: Argument): DType => (a.kind === 'input' ? inputTypes[a.index]! : a.kind === 'step' ? types.steps[a.index]! : a.kind === 'number' ? a.dtype : 'float32')
    const made: string[] = []
    const write = (a: Argument): string => {
      switch (a.kind) {
        case 'input': return this.read(node.inputs[a.index]!, shapeAttr(node.attrs, 'shape'))
        case 'step': return made[a.index]!
        case 'number': return wgslNumber(a.value, a.dtype)
        case 'size': return `f32(${this.count([a.dim])})`
      }
    }
    for (const step of steps) {
      this.used.add(step.op)
      made.push(this.named(writeStep(step.op, step.arguments.map(write), step.attrs, step.arguments.map(typeOf))))
    }
    const value = write(result)
    this.values.set(node.id, value)
    const written = this.group.outputs.includes(node.id)
    const reduce = reductionOf(node.attrs)
    if (reduce !== null && written) {
      const { fold } = this.reduced().find((r) => r.node === node)!
      this.lines.push(`${fold} = ${foldTwo(reduce, fold, value, node.dtype)};`)
    } else if (written) this.writes.push(`${this.output(node.id, 'i')} = ${types.result === 'bool' ? `select(0i, 1i, ${value})` : value};`)
  }

  /** The element of a tensor that belongs to element `i` of `whole`. */
  private read(id: number, whole: Shape): string {
    const base = unshaped(this.nodes, id)
    const own = this.values.get(base)
    if (own !== undefined) return own
    const { shape, dtype } = this.nodes[id]!
    const home = this.homeOf(base)
    const index = this.indexOf(shape, whole)
    const element = home ? `${home.buffer}[${home.from}u + ${index}]` : `in${this.group.inputs.indexOf(base)}[${index}]`
    return this.named(dtype === 'bool' ? `(${element} != 0i)` : element)
  }

  private indexOf(shape: Shape, whole: Shape): string {
    const stretched = stretchedAxes(shape, whole)
    // Runs of neighbouring axes that are stretched, or not, from the first.
    const runs: { stretched: boolean; dims: Dim[] }[] = []
    whole.forEach((d, i) => {
      if (d === 1) return
      const run = runs.at(-1)
      if (run && run.stretched === stretched[i]) run.dims.push(d)
      else runs.push({ stretched: stretched[i]!, dims: [d] })
    })
    const terms = runs.flatMap(({ stretched: still, dims }, k) => {
      if (still) return []
      const behind = runs.slice(k + 1)
      const step = behind.flatMap((run) => run.dims)
      const stride = behind.flatMap((run) => (run.stretched ? [] : run.dims))
      const at = step.length ? `i / (${this.count(step)})` : 'i'
      const within = k > 0 ? `(${at}) % (${this.count(dims)})` : at
      return [stride.length ? `(${within}) * (${this.count(stride)})` : within]
    })
    return terms.length ? terms.join(' + ') : '0u'
  }

  private named(expression: string): string {
    if (/^\w+$/.test(expression)) return expression
    const known = this.names.get(expression)
    if (known !== undefined) return known
    const name = `v${this.names.size}`
    this.names.set(expression, name)
    this.lines.push(`let ${name} = ${expression};`)
    return name
  }

  private output(id: number, index: string): string {
    const home = this.homeOf(id)
    return home ? `${home.buffer}[${home.from}u + ${index}]` : `out${this.group.outputs.indexOf(id)}[${index}]`
  }

  /** A number of elements, u32. */
  private count(dims: readonly Dim[]): string {
    const factor = dims.reduce((n: number, d) => n * (typeof d === 'number' ? d : d.times), 1)
    const batches = dims.flatMap((d) => (typeof d === 'number' ? [] : [d.batch])).map((name) => (name === 'parts' ? 'p.parts' : this.batch(name)))
    return [...(factor !== 1 || !batches.length ? [`${factor}u`] : []), ...batches].join(' * ')
  }

  private batch(name: string): string {
    if (!this.batches.includes(name)) this.batches.push(name)
    return `p.batch${this.batches.indexOf(name)}`
  }

  /** `inputs`: nodes whose parts are joined. */
  private module(main: string, inputs?: readonly Node[]): string {
    const { members, inputs: read, outputs } = this.group
    const type = (dtype: DType): string => (dtype === 'float32' ? 'f32' : 'i32')
    const own = (ids: readonly number[]): readonly Node[] => inputs ?? ids.map((i) => this.nodes[i]!)
    const buffers = [
      ...own(read).map(({ dtype }, i) => `<storage, read> in${i}: array<${type(dtype)}>`),
      ...(this.homeOf === homeless ? own(outputs).map(({ dtype }, i) => `<storage, read_write> out${i}: array<${type(dtype)}>`)
        : ['<storage, read> beside: array<f32>', '<storage, read_write> store: array<f32>']),
    ]
    return [
      // A parameter has a place even where nothing asks for it, so that both halves of a reduction take the same.
      `struct Parameters { infinity: f32, nan: f32, parts: u32, ${this.batches.map((_, i) => `batch${i}: u32, `).join('')}}`,
      '@group(0) @binding(0) var<uniform> p: Parameters;',
      ...buffers.map((buffer, i) => `@group(0) @binding(${1 + i}) var${buffer};`),
      helpersFor([...this.used, ...members.flatMap((m) => (['max', 'min'].includes(String(m.attrs['reduce'])) ? ['maximum'] : []))]),
      main,
    ].join('\n')
  }
}

const indented = (lines: readonly string[], by: number): string => lines.map((line) => ' '.repeat(by) + line).join('\n')

const foldTwo = (reduce: FusedReduction, a: string, b: string, type: DType): string =>
  (reduce === 'sum' || reduce === 'mean' ? `${a} + ${b}` : writeExtreme(reduce, a, b, type))

function initial(reduce: FusedReduction, dtype: DType): string {
  if (reduce === 'sum' || reduce === 'mean') return wgslNumber(0, dtype)
  if (dtype === 'int32') return reduce === 'max' ? '(-2147483647i - 1i)' : '2147483647i'
  return reduce === 'max' ? '(-p.infinity)' : 'p.infinity'
}

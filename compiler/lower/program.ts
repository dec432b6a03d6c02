/** A program under construction: its builder, the scope its expressions are lowered in, and the finished `Program`. */
import type { Program } from '../graph/graph.ts'
import type { DataField, DataSet, Model, Stage } from '../model/model.ts'
import type { Ref } from '../graph/builder.ts'
import type { Binding, Scope, Target } from './scope.ts'
import type { LeadAxis, Value } from './value.ts'
import type { Population } from './whole.ts'
import { Builder } from '../graph/builder.ts'
import { batchDim } from '../graph/graph.ts'
import { draw } from './distribution.ts'
import { lower } from './expression.ts'
import { feed } from './scope.ts'

/** What programs of one stage have in common. */
export interface Setting { readonly model: Model; readonly stage: Stage; readonly sites: ReadonlyMap<object, string> }

export interface TargetOptions {
  readonly training?: (network: string) => boolean
  readonly stream: 'train' | 'eval'
  readonly whole?: Target['whole']
}

export const newTarget = (setting: Setting, options: TargetOptions): Target => ({
  ...setting,
  builder: new Builder(),
  training: options.training ?? (() => false),
  stream: options.stream,
  versions: new Map(),
  applications: new Map(),
  statistics: new Map(),
  whole: options.whole ?? null
})

/** Batch axes by pass: `B`, `B1`, `B2`, … */
export const sampleAxis = (pass: number): LeadAxis =>
  ({ name: 'sample', size: batchDim(pass === 0 ? 'B' : `B${pass}`), order: 0, kind: 'sample' })

/** A scope over the batch of a pass: data fields are its rows, draws are made once for it. */
export function batchScope(target: Target, pass: number, population: Population | null = null): Scope {
  const variables = new Map<string, Binding>()
  for (const dataset of target.model.data) {
    for (const field of dataset.fields) variables.set(field.name, (scope) => dataField(scope, dataset, field))
  }
  for (const d of target.model.draws) {
    variables.set(d.name, (scope) => target.builder.within({ local: d.name }, () => draw({ ...scope, bound: [] }, d.from, d.name, lower)))
  }
  return { target, variables, carried: new Map(), own: new Set(), population, sample: sampleAxis(pass), bound: [], pass, network: null }
}

export const sizes = (field: DataField): number[] => field.type.shape.map((a) => a.size)
export const dtypeOf = (field: DataField): 'int32' | 'float32' =>
  field.type.kind.name === 'label' || field.type.kind.name === 'tokens' ? 'int32' : 'float32'

export function dataField(scope: Scope, dataset: DataSet, field: DataField): Value {
  const sample = scope.sample!
  const name = scope.pass === 0 ? field.name : `${field.name}@${scope.pass}`
  return feed(scope, { kind: 'data', dataset: dataset.name, field: field.name, pass: scope.pass, name,
    shape: [sample.size, ...sizes(field)], dtype: dtypeOf(field) }, [sample], sizes(field))
}

/** A scope whose samples are fixed rows of a split (figures): `first`, `first + 1`, … of every field of `dataset`. */
export function rowBindings(dataset: DataSet, split: 'train' | 'test', first: number, axis: LeadAxis): [string, Binding][] {
  const count = axis.size as number
  const rows = count === 1 ? `${first}` : `${first}..${first + count - 1}`
  return dataset.fields.map((field) => [field.name, (scope) =>
    feed(scope, { kind: 'rows', dataset: dataset.name, split, field: field.name, first, count, name: `${dataset.name}.${split}[${rows}].${field.name}`,
      shape: [count, ...sizes(field)], dtype: dtypeOf(field) }, [axis], sizes(field))])
}

/** Data sets that a finished program reads, in declaration order. */
export const datasetsOf = (target: Target, pass = 0): string[] =>
  target.model.data.map((d) => d.name).filter((name) => target.builder.feeds.some((f) => f.kind === 'data' && f.dataset === name && f.pass === pass))

export const finish = (target: Target, name: string, outputs: readonly { readonly name: string; readonly ref: Ref }[],
  updates: readonly { readonly entry: string; readonly ref: Ref }[] = []): Program => ({
  name,
  feeds: target.builder.feeds,
  nodes: target.builder.nodes,
  outputs: outputs.map((o) => ({ name: o.name, node: o.ref.id })),
  updates: updates.map((u) => ({ entry: u.entry, node: u.ref.id }))
})

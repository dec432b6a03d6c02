/**
 * Values while lowering: a node plus the names of its leading axes.
 *
 * A tensor has its *lead* first (bound axes, the innermost binder outermost, then the sample axis) and its *event*
 * after. Two values meet by lining up leads by name, so that a draw of 500 per sample, a label enumerated and a weight
 * that no sample owns all combine without the spec saying a word about axes.
 */
import type { Dim, Shape } from '../graph/graph.ts'
import type { Builder, Ref } from '../graph/builder.ts'
import { productOf } from '../graph/graph.ts'
import { broadcastTo, reshape, transpose } from '../ops/compose.ts'

/** A named leading axis. `order` sorts leads: the sample axis has 0, binders count up as they nest. */
export interface LeadAxis {
  readonly name: string
  readonly size: Dim
  readonly order: number
  /** `draws`: each position has its own noise. `values`: an enumeration, which shares the noise of its surroundings. */
  readonly kind: 'sample' | 'draws' | 'values'
}

export interface Value {
  readonly ref: Ref
  readonly lead: readonly LeadAxis[]
  /** Of a probability: the number whose sigmoid it is, so that its logarithm is exact. */
  readonly logit?: Ref
}

export const plain = (ref: Ref): Value => ({ ref, lead: [] })

export const eventOf = (v: Value): Shape => v.ref.shape.slice(v.lead.length)
export const eventRank = (v: Value): number => v.ref.shape.length - v.lead.length
export const leadSizes = (lead: readonly LeadAxis[]): Dim[] => lead.map((a) => a.size)

/** Every axis of either, in order. */
export function unionLead(...leads: readonly (readonly LeadAxis[])[]): LeadAxis[] {
  const byName = new Map(leads.flat().map((a) => [a.name, a]))
  return [...byName.values()].sort((a, b) => b.order - a.order)
}

const has = (lead: readonly LeadAxis[], axis: LeadAxis): boolean => lead.some((a) => a.name === axis.name)

/** Refs of one rank whose leading axes line up (missing ones have size 1), ready for a broadcasting op. */
export function align(b: Builder, values: readonly Value[]): { readonly refs: readonly Ref[]; readonly lead: readonly LeadAxis[] } {
  const lead = unionLead(...values.map((v) => v.lead))
  const rank = Math.max(...values.map(eventRank))
  return { refs: values.map((v) => under(b, v, lead, rank)), lead }
}

function under(b: Builder, v: Value, lead: readonly LeadAxis[], rank: number): Ref {
  // A value without lead already broadcasts: its event axes are the last ones.
  if (v.lead.length === 0 && (eventRank(v) === rank || eventRank(v) === 0)) return v.ref
  const sizes = lead.map((a) => (has(v.lead, a) ? a.size : 1))
  return reshape(b, v.ref, [...sizes, ...new Array<number>(rank - eventRank(v)).fill(1), ...eventOf(v)])
}

/** The value with all of `lead` really there, stretched where it did not vary. */
export function spread(b: Builder, v: Value, lead: readonly LeadAxis[]): Value {
  const all = unionLead(lead, v.lead)
  return { ref: broadcastTo(b, under(b, v, all, eventRank(v)), [...leadSizes(all), ...eventOf(v)]), lead: all }
}

/** One leading axis in place of the lead (size 1 when there is none), as layers want it. */
export const collapse = (b: Builder, v: Value): Ref => reshape(b, v.ref, [productOf(leadSizes(v.lead)), ...eventOf(v)])

/** Undoes `collapse` for a result with any event shape. */
export const expand = (b: Builder, ref: Ref, lead: readonly LeadAxis[]): Value =>
  ({ ref: reshape(b, ref, [...leadSizes(lead), ...ref.shape.slice(1)]), lead })

/** Applies an op that works on everything after the first axis. */
export const mapCollapsed = (b: Builder, v: Value, f: (x: Ref) => Ref): Value => expand(b, f(collapse(b, v)), v.lead)

export const reshapeEvent = (b: Builder, v: Value, event: Shape): Value => ({
  ref: reshape(b, v.ref, [...leadSizes(v.lead), ...event]),
  lead: v.lead,
  ...(v.logit && { logit: reshape(b, v.logit, [...leadSizes(v.lead), ...event]) })
})

/** Positions of the event axes in the tensor. */
export const eventAxes = (v: Value): number[] => Array.from({ length: eventRank(v) }, (_, i) => v.lead.length + i)

/** Reduces event axes (all by default; `axis` counts within the event). */
export function reduceEvent(b: Builder, op: 'sum' | 'mean' | 'max' | 'min', v: Value, axis?: number): Value {
  const axes = axis === undefined ? eventAxes(v) : [v.lead.length + (axis < 0 ? axis + eventRank(v) : axis)]
  return axes.length === 0 ? { ref: v.ref, lead: v.lead } : { ref: b.add(op, [v.ref], { axes, keepDims: false }), lead: v.lead }
}

/** Reduces a leading axis by name; a value that does not vary along it is its own mean, maximum and minimum. */
export function reduceLead(b: Builder, op: 'sum' | 'mean' | 'max' | 'min', v: Value, axis: LeadAxis): Value {
  const at = v.lead.findIndex((a) => a.name === axis.name)
  if (at < 0) return op === 'sum' ? reduceLead(b, op, spread(b, v, [axis]), axis) : { ref: v.ref, lead: v.lead }
  return { ref: b.add(op, [v.ref], { axes: [at], keepDims: false }), lead: v.lead.filter((_, i) => i !== at) }
}

/** A leading axis becomes the first event axis. */
export function leadToEvent(b: Builder, v: Value, axis: LeadAxis): Value {
  const full = spread(b, v, [axis])
  const at = full.lead.findIndex((a) => a.name === axis.name)
  const rest = full.lead.filter((_, i) => i !== at)
  const perm = [...full.lead.keys()].filter((i) => i !== at).concat(at, eventAxes(full))
  return { ref: transpose(b, full.ref, perm), lead: rest }
}

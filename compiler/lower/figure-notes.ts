/** What a figure's plan says for the reader's eye: names of axes, and what positions along them stand for. */
import type { Binder, Dist, DistributionUse, Expr, Figure, Model } from '../model/model.ts'

export interface FigureNotes {
  /** Variable of the path: it names the axes of a heat map and a plot. */
  readonly variable?: string
  /** By bound axis, where positions have names: `y = 0`, `y = 1`, … */
  readonly positions?: readonly (readonly string[] | null)[]
  /** By item, where the points are draws from one fixed round Gaussian: its circles are drawn around them. */
  readonly gaussians?: readonly ({ readonly mean: number; readonly std: number } | null)[]
}

/** Null when there is nothing to say. */
export function figureNotes(model: Model, figure: Figure): FigureNotes | null {
  const path = figure.binders.find((b) => b.kind === 'path')
  const positions = figure.binders.filter((b) => !(b.kind === 'draws' && b.count === 1)).map(positionsOf)
  const gaussians = figure.items.map(({ value }) => (value.kind === 'variable' ? gaussianOf(model, figure, value.name) : null))
  const notes: FigureNotes = {
    ...(path && (figure.kind === 'heatmap' || figure.kind === 'plot' || figure.kind === 'warp') && { variable: path.variable }),
    ...(figure.kind === 'grid' && positions.some((p) => p !== null) && { positions }),
    ...(figure.kind === 'scatter' && gaussians.some((g) => g !== null) && { gaussians }),
  }
  return Object.keys(notes).length === 0 ? null : notes
}

function positionsOf(binder: Binder): readonly string[] | null {
  if (binder.kind === 'values') return binder.values.map((value) => `${binder.variable} = ${value}`)
  if (binder.kind !== 'path') return null
  const [from, to] = [numberOf(binder.from), numberOf(binder.to)]
  if (from === null || to === null || binder.count === null) return null
  return Array.from({ length: binder.count }, (_, i) => `${binder.variable} = ${Number((from + ((to - from) * i) / Math.max(1, binder.count! - 1)).toPrecision(2))}`)
}

/** Of a variable that this figure, or the model, draws. */
function gaussianOf(model: Model, figure: Figure, name: string): { readonly mean: number; readonly std: number } | null {
  const here = figure.binders.find((b) => b.variable === name)
  const from = here?.kind === 'draws' ? here.from : here === undefined ? model.draws.find((d) => d.name === name)?.from : undefined
  const dist = from === undefined ? null : distOf(model, from)
  if (dist === null || dist.family !== 'Normal') return null
  const [mean, spread] = [numberOf(dist.loc), numberOf(dist.spread.value)]
  if (mean === null || spread === null) return null
  return { mean, std: dist.spread.as === 'std' ? spread : dist.spread.as === 'variance' ? Math.sqrt(spread) : Math.exp(spread / 2) }
}

const distOf = (model: Model, use: DistributionUse): Dist | null =>
  use.kind === 'inline' ? use.value : model.distributions.find((d) => d.key === use.key)?.value ?? null

/** A constant, or the negative of one. */
function numberOf(e: Expr): number | null {
  if (e.kind === 'constant') return e.value
  if (e.kind !== 'call' || e.op !== 'neg') return null
  const inner = numberOf(e.args[0]!)
  return inner === null ? null : -inner
}

/** What the kinds of figures are made from, and what they make. */
import type { FigurePlan, FigurePlanItem } from '../../compiler/lower/plan.ts'
import type { Raster } from './raster.ts'

/** What a program gave for a figure. */
export interface FigureData {
  readonly plan: FigurePlan
  /** Values of an item: leading axes, then the event, row-major. */
  valuesOf(item: FigurePlanItem): Float32Array
  /** Ends of the path binder. */
  readonly from: Float32Array | null
  readonly to: Float32Array | null
}

/** Drawn: pixels, or a Vega-Lite specification that the renderer turns into a picture. */
export type Drawing =
  | { readonly kind: 'raster'; readonly raster: Raster; readonly captions: readonly Caption[]; readonly columns?: readonly ColumnCaption[] }
  | { readonly kind: 'chart'; readonly spec: Record<string, unknown> }

/** A line of text to the left of rows of pixels. */
export interface Caption { readonly text: string; readonly top: number; readonly height: number }

/** A line of text above columns of pixels. */
export interface ColumnCaption { readonly text: string; readonly left: number; readonly width: number }

/** A figure that cannot be drawn from what its spec asks for: the rest of a training goes on without it. */
export class FigureError extends Error {
  override readonly name = 'FigureError'
}

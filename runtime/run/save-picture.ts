/** Rows of numbers as a file: a sheet of pictures, a cloud of points, or a NumPy array. */
import { dirname, extname } from 'node:path'
import type { FigurePlan, PicturePlan } from '../../compiler/lower/plan.ts'
import { FileError } from '../checkpoint/error.ts'
import { compare } from '../figures/compare.ts'
import { FigureError, type Drawing, type FigureData } from '../figures/drawing.ts'
import { columnCaptions, grid } from '../figures/grid.ts'
import { renderPng } from '../figures/render.ts'
import { scatter } from '../figures/scatter.ts'
import { strip } from '../figures/strip.ts'
import { tileShape } from '../figures/raster.ts'
import { writeAtomic } from '../node/atomic.ts'
import { makeFolder } from '../node/make-folder.ts'
import { RunError } from './error.ts'

export interface Series { readonly label: string; readonly values: Float32Array }

/** `sheet`: one series as a square; `rows`: a line for each, `columns` naming what stands above one another. Throws a FileError, or a RunError for what has no picture. */
export async function savePicture(path: string, plan: PicturePlan, series: readonly Series[], layout: 'sheet' | 'rows', columns: readonly string[] = []): Promise<void> {
  const ending = extname(path).toLowerCase()
  if (ending !== '.png' && ending !== '.npy') throw new FileError(`${path} should end in .png or .npy`, path)
  const bytes = ending === '.npy' ? npyBytes(series, plan.shape) : await renderPng(drawingOf(plan, series, layout, columns))
  makeFolder(dirname(path))
  writeAtomic(path, bytes)
}

function drawingOf(plan: PicturePlan, series: readonly Series[], layout: 'sheet' | 'rows', columns: readonly string[]): Drawing {
  const size = plan.shape.reduce((product, length) => product * length, 1)
  const kind: FigurePlan['kind'] = tileShape(plan.shape) === null ? 'scatter' : layout === 'sheet' ? 'grid' : 'compare'
  const figure: FigurePlan = {
    name: plan.program, kind, program: plan.program, axes: [series[0]!.values.length / size], path: null,
    items: series.map(({ label }) => ({ label, group: null, output: label, shape: plan.shape, range: plan.range })),
  }
  const data: FigureData = { plan: figure, valuesOf: (item) => series.find(({ label }) => label === item.output)!.values, from: null, to: null }
  try {
    if (kind === 'compare' && columns.length > 0) return { ...strip(data), columns: columnCaptions(columns, tileShape(plan.shape)!) }
    return kind === 'grid' ? grid(data) : kind === 'compare' ? compare(data) : scatter(data)
  } catch (error) {
    if (!(error instanceof FigureError)) throw error
    throw new RunError(`[${plan.shape.join(', ')}] cannot be drawn as a picture`, 'save the numbers instead: -o samples.npy')
  }
}

/** NumPy's format, version 1.0: float32, C order; several series are stacked along a new first axis. */
function npyBytes(series: readonly Series[], event: readonly number[]): Uint8Array {
  const size = event.reduce((product, length) => product * length, 1)
  const rows = series[0]!.values.length / size
  const shape = [...(series.length > 1 ? [series.length] : []), rows, ...event]
  const header = `{'descr': '<f4', 'fortran_order': False, 'shape': (${shape.join(', ')}${shape.length === 1 ? ',' : ''}), }`
  const length = Math.ceil((10 + header.length + 1) / 64) * 64 - 10
  const out = new Uint8Array(10 + length + 4 * series.length * rows * size)
  out.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0])
  const view = new DataView(out.buffer)
  view.setUint16(8, length, true)
  out.set(new TextEncoder().encode(`${header.padEnd(length - 1)}\n`), 10)
  let at = 10 + length
  for (const { values } of series) for (const value of values) {
    view.setFloat32(at, value, true)
    at += 4
  }
  return out
}

/** The figures of a stage as files of the run. One that cannot be drawn is told of and left out. */
import { join } from 'node:path'
import type { Plan } from '../../compiler/lower/plan.ts'
import { curves } from '../figures/curves.ts'
import { FigureError, type Drawing } from '../figures/drawing.ts'
import { drawFigure, testedOn, type FigureContext } from '../figures/figure.ts'
import { renderFigure } from '../figures/render.ts'
import { writeAtomic } from '../node/atomic.ts'
import { keepFrame } from './animation.ts'
import { RUN_FILES } from './folder.ts'

export interface Pictures { readonly files: readonly string[]; readonly problems: readonly string[] }

/**
 * Draws all figures of a stage, and the curves of its loss terms where the spec draws none: PNG, and SVG beside it for what
 * is no picture of pixels. A stage that reports while it trains keeps each drawing of a figure as a frame.
 */
export async function writeFigures(run: string, plan: Plan, stage: number, context: FigureContext): Promise<Pictures> {
  const { name, figures } = plan.stages[stage]!
  const prefix = plan.stages.length > 1 ? `${name}-` : ''
  const files: string[] = []
  const problems: string[] = []
  const framed = plan.stages[stage]!.train?.report != null
  const write = async (file: string, drawing: Drawing): Promise<void> => {
    const path = join(run, RUN_FILES.figures, `${file}.png`)
    const { png, svg } = await renderFigure(drawing)
    writeAtomic(path, png)
    if (svg !== null) writeAtomic(path.replace(/png$/, 'svg'), svg)
    files.push(path)
    // Curves hold their own past.
    if (framed && !/curves(-\d+)?$/.test(file)) keepFrame(run, file, context.clock.step, drawing, png)
  }
  for (const figure of figures) {
    try {
      await write(`${prefix}${figure.name}`, await drawFigure(figure, context))
    } catch (error) {
      if (!(error instanceof FigureError)) throw error
      problems.push(error.message)
    }
  }
  const logged = context.log.some((point) => point.train !== null && Object.keys(point.train).length > 0)
  if (logged && !figures.some((figure) => figure.kind === 'curves')) await write('curves', curves(context.log, undefined, testedOn(context.sources)))
  return { files, problems }
}

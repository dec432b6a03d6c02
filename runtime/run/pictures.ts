/** The figures of a stage as files of the run. One that cannot be drawn is told of and left out. */
import { join } from 'node:path'
import type { Plan } from '../../compiler/lower/plan.ts'
import { curves } from '../figures/curves.ts'
import { FigureError, type Drawing } from '../figures/drawing.ts'
import { drawFigure, type FigureContext } from '../figures/figure.ts'
import { renderPng } from '../figures/render.ts'
import { writeAtomic } from '../node/atomic.ts'
import { RUN_FILES } from './folder.ts'

export interface Pictures { readonly files: readonly string[]; readonly problems: readonly string[] }

/** Draws all figures of a stage, and the curves of its loss terms where the spec draws none. */
export async function writeFigures(run: string, plan: Plan, stage: number, context: FigureContext): Promise<Pictures> {
  const { name, figures } = plan.stages[stage]!
  const prefix = plan.stages.length > 1 ? `${name}-` : ''
  const files: string[] = []
  const problems: string[] = []
  const write = async (file: string, drawing: Drawing): Promise<void> => {
    const path = join(run, RUN_FILES.figures, `${file}.png`)
    writeAtomic(path, await renderPng(drawing))
    files.push(path)
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
  if (logged && !figures.some((figure) => figure.kind === 'curves')) await write('curves', curves(context.log))
  return { files, problems }
}

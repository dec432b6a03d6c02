/** Pictures of a run for its report: figures of the spec in their order, their animations, and what commands drew. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { decode } from 'fast-png'
import type { Model } from '../../compiler/model/model.ts'
import { RUN_FILES } from './folder.ts'
import type { ReportPicture } from '../report/page.ts'

/** `run`: the folder; `source`: the text of its spec. */
export function gatherPictures(run: string, shownRun: string, source: string, model: Model): ReportPicture[] {
  const folder = join(run, RUN_FILES.figures)
  if (!existsSync(folder)) return []
  const known = model.stages.flatMap((stage) => stage.figures.map((figure, i) => {
    const number = stage.figures.slice(0, i + 1).filter(({ kind }) => kind === figure.kind).length
    const prefix = model.stages.length > 1 ? `${stage.name}-` : ''
    return { name: `${prefix}${figure.kind}-${number}`, source: source.slice(figure.span.start, figure.span.end).replace(/\s+/g, ' ') }
  }))
  const names = readdirSync(folder).filter((file) => file.endsWith('.png')).map((file) => file.slice(0, -4))
  const others = names.filter((name) => !known.some((one) => one.name === name)).sort()
    .map((name) => ({ name, source: name === 'curves' ? 'loss terms over the training' : `genc ${name} ${shownRun}` }))
  return [
    ...known.filter(({ name }) => names.includes(name)).flatMap(({ name, source: line }) => {
      const still = picture(folder, name, line, 'figure')
      return [still, ...animation(folder, still)]
    }),
    ...others.map(({ name, source: line }) => picture(folder, name, line, name === 'curves' ? 'figure' : 'command')),
  ]
}

function picture(folder: string, name: string, source: string, kind: ReportPicture['kind']): ReportPicture {
  const svg = join(folder, `${name}.svg`)
  if (existsSync(svg)) {
    const text = readFileSync(svg, 'utf8')
    return { name, source, kind, content: { svg: text }, width: Number(/ width="(\d+)/.exec(text)?.[1] ?? 0) }
  }
  const bytes = readFileSync(join(folder, `${name}.png`))
  return { name, source, kind, content: { url: `data:image/png;base64,${bytes.toString('base64')}` }, width: decode(bytes).width }
}

function animation(folder: string, still: ReportPicture): ReportPicture[] {
  const file = join(folder, `${still.name}.gif`)
  if (!existsSync(file)) return []
  return [{ ...still, kind: 'animation', content: { url: `data:image/gif;base64,${readFileSync(file).toString('base64')}` } }]
}

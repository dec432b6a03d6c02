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
    ...known.filter(({ name }) => names.includes(name)).flatMap(({ name, source: line }) => [picture(folder, name, line, 'figure'), ...animation(folder, name, line)]),
    ...others.map(({ name, source: line }) => picture(folder, name, line, name === 'curves' ? 'figure' : 'command')),
  ]
}

function picture(folder: string, name: string, source: string, kind: ReportPicture['kind']): ReportPicture {
  const svg = join(folder, `${name}.svg`)
  if (existsSync(svg)) return { name, source, kind, content: { svg: readFileSync(svg, 'utf8') } }
  const bytes = readFileSync(join(folder, `${name}.png`))
  return { name, source, kind, content: { url: `data:image/png;base64,${bytes.toString('base64')}`, width: decode(bytes).width } }
}

function animation(folder: string, name: string, source: string): ReportPicture[] {
  const file = join(folder, `${name}.gif`)
  if (!existsSync(file)) return []
  const bytes = readFileSync(file)
  return [{ name, source, kind: 'animation', content: { url: `data:image/gif;base64,${bytes.toString('base64')}`, width: bytes.readUInt16LE(6) } }]
}

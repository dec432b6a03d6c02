/** One HTML page of one or several runs: everything inside, nothing fetched. */
import { layerRows, parametersOf } from '../../compiler/model/layer-rows.ts'
import { formulasOf, type Formula } from '../../compiler/model/formula.ts'
import type { Model, Network } from '../../compiler/model/model.ts'
import { typeText } from '../../compiler/model/print.ts'
import type { RunConfig } from '../run/config.ts'
import type { MetricsLine } from '../run/metrics.ts'
import { highlight } from './highlight.ts'
import { html, raw, type Html } from './html.ts'
import { STYLE } from './style.ts'
import { whatWasSet } from './was-set.ts'

/** A picture of a run as it goes into the page. */
export interface ReportPicture {
  /** File name in the run's folder of figures. */
  readonly name: string
  /** The line of the spec, or the command, that draws it. */
  readonly source: string
  readonly kind: 'figure' | 'animation' | 'command'
  /** Inline SVG, or a data URL. */
  readonly content: { readonly svg: string } | { readonly url: string }
  /** In pixels, of the still picture. */
  readonly width: number
}

export interface ReportRun {
  /** As the user would type it. */
  readonly run: string
  readonly source: string
  readonly model: Model
  readonly config: RunConfig
  readonly log: readonly MetricsLine[]
  readonly pictures: readonly ReportPicture[]
}

/** LaTeX to MathML. */
export type Typeset = (latex: string) => string

export function reportPage(runs: readonly ReportRun[], typeset: Typeset): string {
  const title = runs.map(({ model }) => model.name).filter((name, i, all) => all.indexOf(name) === i).join(', ')
  return `<!doctype html>\n${html`<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}: ${runs.map(({ run }) => run).join(', ')}</title>
<style>${raw(STYLE)}</style>
</head>
<body>
${runs.length > 1 ? comparison(runs) : null}
<main style="--runs:${runs.length}">
${runs.map((run) => article(run, typeset))}
</main>
</body>
</html>
`.markup}`
}

function article(run: ReportRun, typeset: Typeset): Html {
  const { model, config, source, log } = run
  const set = Object.entries(config.hyper).filter(([, { from }]) => from === 'set').map(([name, { value }]) => `${name} = ${value}`)
  return html`<article>
<h1>${model.name}</h1>
<p class="run">${run.run}${set.length > 0 ? `, with ${set.join(', ')}` : ''}</p>
<p class="doc">${model.doc}</p>
${pictures(run.pictures)}
${section('Numbers', numbers(log, model))}
${section('Formulas', formulas(model, typeset))}
${section('The spec', highlight(source, whatWasSet(source, config)))}
${section('Networks', model.networks.map(network))}
${section('How it was made', made(run))}
</article>`
}

/** What does not stand beside another picture. */
const WIDE = 620

const section = (title: string, body: Html | readonly Html[]): Html | null => (Array.isArray(body) && body.length === 0 ? null : html`<section><h2>${title}</h2>${body}</section>`)

function pictures(list: readonly ReportPicture[]): Html | null {
  if (list.length === 0) return html`<p class="note">This run has no figures.</p>`
  return html`<section><h2>Figures</h2><div class="figures">${list.map(({ name, source, kind, content, width }) => {
    const wide = width > WIDE
    const shown = 'svg' in content ? raw(content.svg) : html`<img src="${content.url}" alt="${name}">`
    const how = kind === 'animation' ? ', over the training' : ''
    return html`<figure class="${wide ? 'wide' : ''}">${shown}<figcaption>${name}${how}: <code>${source}</code></figcaption></figure>`
  })}</div></section>`
}

/** The last value of everything that was logged, by stage. */
function numbers(log: readonly MetricsLine[], model: Model): Html {
  if (log.length === 0) return html`<p class="note">Nothing was logged.</p>`
  const stages = [...new Set(log.map(({ stage }) => stage))]
  return html`${stages.map((stage) => {
    const lines = log.filter((line) => line.stage === stage)
    const rows = lastOf(lines)
    return html`${stages.length > 1 ? html`<h3>${stage}</h3>` : null}<table><thead><tr><th></th><th class="n">training</th><th class="n">${model.data.length === 0 ? 'new draws' : 'test'}</th></tr></thead><tbody>${
      rows.map(({ name, train, test }) => html`<tr><td>${name}${roleOf(model, name)}</td><td class="n">${train}</td><td class="n">${test}</td></tr>`)}</tbody></table>
<p class="note">after ${lines.at(-1)!.step.toLocaleString('en-US')} steps${lines.at(-1)!.epoch > 0 ? `, ${lines.at(-1)!.epoch} epochs` : ''}, ${lines.at(-1)!.seconds.toFixed(0)} s</p>`
  })}`
}

const roleOf = (model: Model, name: string): string => (model.equations.find((e) => e.name === name)?.role === 'metric' || name.includes('[') ? ' (metric)' : '')

interface Row { readonly name: string; readonly train: string; readonly test: string }

function lastOf(lines: readonly MetricsLine[]): Row[] {
  const last = (of: (line: MetricsLine) => Readonly<Record<string, number | null>> | null, name: string): number | null | undefined => lines.findLast((line) => of(line)?.[name] !== undefined) && of(lines.findLast((line) => of(line)?.[name] !== undefined)!)![name]
  const names = [...new Set(lines.flatMap((line) => [...Object.keys(line.train ?? {}), ...Object.keys(line.test ?? {}), ...Object.keys(line.metrics ?? {})]))]
  return names.map((name) => ({ name, train: shown(last((line) => line.train, name)), test: shown(last((line) => line.test, name) ?? last((line) => line.metrics, name)) }))
}

const shown = (value: number | null | undefined): string => (value === undefined ? '' : value === null ? 'not finite' : Math.abs(value) >= 1e5 || (Math.abs(value) < 1e-3 && value !== 0) ? value.toExponential(3) : String(Number(value.toPrecision(5))))

/** Several runs: hypers that differ, and where each of them ended. */
function comparison(runs: readonly ReportRun[]): Html {
  const hypers = [...new Set(runs.flatMap(({ config }) => Object.keys(config.hyper)))]
    .filter((name) => new Set(runs.map(({ config }) => config.hyper[name]?.value)).size > 1)
  const ends = runs.map(({ log }) => lastOf(log.filter(({ stage }) => stage === log.at(-1)?.stage)))
  const names = [...new Set(ends.flatMap((rows) => rows.map(({ name }) => name)))]
  const value = (rows: readonly Row[], name: string): string => {
    const row = rows.find((one) => one.name === name)
    return row === undefined ? '' : row.test === '' ? row.train : row.test
  }
  return html`<header style="--runs:${runs.length}"><table><thead><tr><th></th>${runs.map(({ run }) => html`<th class="n">${run}</th>`)}</tr></thead><tbody>
${hypers.map((name) => html`<tr><td>${name}</td>${runs.map(({ config }) => html`<td class="n">${config.hyper[name]?.value ?? ''}</td>`)}</tr>`)}
${names.map((name) => html`<tr><td>${name}</td>${ends.map((rows) => html`<td class="n">${value(rows, name)}</td>`)}</tr>`)}
</tbody></table></header>`
}

function formulas(model: Model, typeset: Typeset): Html {
  const { distributions, lets, terms, metrics, training } = formulasOf(model)
  const block = (title: string, list: readonly Formula[]): Html | null =>
    list.length === 0 ? null : html`<h3>${title}</h3><div class="formulas">${list.map(({ latex }) => html`<div>${raw(typeset(latex))}</div>`)}</div>`
  const all = [...distributions, ...lets, ...terms, ...metrics, ...training.flatMap((stage) => stage.formulas)]
  return html`${block('Distributions', distributions)}${block('Names', lets)}${block('Loss', terms)}
${training.map((stage) => block(training.length > 1 ? `Training, ${stage.stage}` : 'Training', stage.formulas))}${block('Metrics', metrics)}
<details><summary>as LaTeX</summary><pre>${all.map(({ latex }) => latex).join('\n')}</pre></details>`
}

function network(net: Network): Html {
  const formals = net.formals.map((f) => `${f.name}: ${typeText(f.type)}`).join(', ')
  // An output named after its kind is written once.
  const outputs = net.outputs.map((o) => (o.name === '' || o.name === o.type.kind.name ? typeText(o.type) : `${o.name}: ${typeText(o.type)}`)).join(', ')
  return html`<h3>${net.role} ${net.name}(${formals}) → ${outputs}</h3>
<table><thead><tr><th>layer</th><th>gives</th><th class="n">shape</th><th class="n">parameters</th></tr></thead><tbody>${layerRows(net).map((row) =>
    html`<tr><td style="padding-left:${row.depth * 1.2}em"><code>${row.layer}</code></td><td>${row.name}</td><td class="n">[${row.shape.join(', ')}]</td><td class="n">${row.parameters === 0 ? '' : row.parameters.toLocaleString('en-US')}</td></tr>`)}
<tr><th colspan="3">in all${net.given ? ', frozen' : ''}</th><th class="n">${parametersOf(net).toLocaleString('en-US')}</th></tr></tbody></table>`
}

function made({ config, log, run }: ReportRun): Html {
  const rows: readonly (readonly [string, string])[] = [
    ['run', run],
    ['again', commandOf(config)],
    ['seed', String(config.seed)],
    ...Object.entries(config.data).map(([name, { source, hash, description }]) => [name === 'data' ? 'data' : `data ${name}`, `${description}; ${source}, ${hash}`] as const),
    ...Object.entries(config.givens ?? {}).map(([name, { run: from, checkpoint, weights }]) => [`given ${name}`, `${from}, checkpoint ${checkpoint}, weights ${weights}`] as const),
    ['hypers', Object.entries(config.hyper).map(([name, { value, from }]) => `${name} = ${value}${from === 'set' ? ' (set)' : ''}`).join(', ')],
    ['engine', `${config.engine.name} (${config.engine.backend})`],
    ['versions', Object.entries(config.versions).map(([name, version]) => `${name} ${version}`).join(', ')],
    ['started', config.started],
    ['time', log.length === 0 ? '' : `${log.at(-1)!.seconds.toFixed(1)} s`],
    ['spec hash', config.specHash],
  ]
  return html`<table><tbody>${rows.filter(([, text]) => text !== '').map(([name, text]) => html`<tr><th>${name}</th><td><code>${text}</code></td></tr>`)}</tbody></table>`
}

/** The command that makes the same run again. */
export function commandOf(config: RunConfig): string {
  const names = Object.keys(config.data)
  const quoted = (text: string): string => (/^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll('\'', '\'\\\'\'')}'`)
  return ['genc train', quoted(config.file),
    ...names.map((name) => `--data ${quoted(names.length > 1 ? `${name}=${config.data[name]!.source}` : config.data[name]!.source)}`),
    ...Object.entries(config.givens ?? {}).map(([name, { run, checkpoint }]) => `--given ${quoted(`${name}=${run}${checkpoint === 'best' ? ':best' : ''}`)}`),
    ...Object.entries(config.hyper).flatMap(([name, { value, from }]) => (from === 'set' ? [`--set ${name}=${value}`] : [])),
    ...(config.length === null ? [] : [`--${config.length.unit === 'epochs' ? 'epochs' : 'steps'} ${config.length.count}`]),
    `--seed ${config.seed}`, `--engine ${config.engine.name}`].join(' ')
}

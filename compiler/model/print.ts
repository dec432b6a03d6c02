/** The model as text that a person reads: data, networks with their layers, distributions, terms, and what each step moves. */
import { countParameters } from './count.ts'
import type { Model, Network, Parameter, Repeat, RowSet, Stage, Step, ValueType } from './model.ts'
import { showDist, showExpr, showUse } from './show.ts'

export function printModel(model: Model): string {
  const stages = model.stages.flatMap((stage) => printStage(model, stage))
  const sections: readonly (readonly string[])[] = [
    [`model ${model.name}`, ...(model.doc === '' ? [] : model.doc.split('\n').map((l) => `  ${l.trim()}`))],
    section('data', model.data.map((d) => `${d.name}: ${d.fields.map((f) => `${f.name} ${typeText(f.type)}${f.resize === null ? '' : ` resize ${f.resize}`}${f.evaluationOnly ? ' (for evaluation)' : ''}`).join(', ')}`)),
    section('given', model.givens.map((g) => `${g.name} from ${g.from}, ${g.specHash}`)),
    section('hyper', model.hypers.map((h) => `${h.name} = ${h.value}${h.source === 'set' ? ' (set from outside)' : ''}`)),
    ...model.networks.map(printNetwork),
    section('weights', model.weights.map((w) => `${w.name} [${w.shape.join(', ')}] ${initText(w)}`)),
    section('distributions', model.distributions.map((d) => `${d.key} = ${showDist(d.value)}   ${d.role}, event ${sizes(d.value.event)}`)),
    section('draws', model.draws.map((d) => `${d.name} ~ ${showUse(d.from)}   ${typeText(d.type)}`)),
    ...(['let', 'term', 'metric'] as const).map((role) =>
      section(TITLES[role], model.equations.filter((e) => e.role === role).map((e) => `${e.name} = ${showExpr(e.value)}   ${typeText(e.value.type)}${e.value.type.per === 'sample' ? ' per sample' : ''}`))),
    ...stages,
    [`${trainable(model).toLocaleString('en-US')} trainable numbers in all`],
  ]
  return `${sections.filter((s) => s.length > 0).map((s) => s.join('\n')).join('\n\n')}\n`
}

/** What is given stands still, but for what a step moves. */
function trainable({ networks, weights, givens, stages }: Model): number {
  const stepsIn = (items: readonly (Step | Repeat)[]): readonly Step[] => items.flatMap((item) => (item.kind === 'step' ? [item] : stepsIn(item.items)))
  const moved = new Set(stages.flatMap((stage) => stepsIn(stage.train?.items ?? [])).flatMap((step) => step.parameters))
  const still = (name: string): boolean => !moved.has(name) && givens.some((given) => name.startsWith(`${given.name}.`))
  return countParameters(networks.map((n) => ({ ...n, parameters: n.parameters.filter((p) => !still(p.entry)) })), weights.filter((w) => !still(w.name)))
}

const TITLES = { let: 'lets', term: 'loss terms', metric: 'metrics' } as const

const section = (title: string, lines: readonly string[]): readonly string[] => (lines.length === 0 ? [] : [title, ...lines.map((l) => `  ${l}`)])

const sizes = (shape: ValueType['shape']): string => `[${shape.map((a) => (a.size < 0 ? 'rows' : a.size)).join(', ')}]`

export function typeText({ kind, shape, range }: ValueType): string {
  const word = kind.name === 'label' ? `label(${kind.classes})` : kind.name === 'tokens' ? `tokens(${kind.vocabulary})` : kind.name
  const bounds = range === null || kind.name === 'probability' ? '' : range[0] === range[1] ? ` = ${range[0]}` : ` in [${range[0]}, ${range[1]}]`
  return `${word}${shape.length === 0 ? '' : sizes(shape)}${bounds}`
}

function initText({ init }: { readonly init: Parameter['init'] }): string {
  if (init.kind === 'constant') return `starts at ${init.value}`
  if (init.kind === 'uniform') return `uniform(${init.low}, ${init.high})`
  return init.kind === 'normal' ? `normal(${init.std})` : init.kind
}

/** `encoder Enc(x: …) -> mu real[20], …`, its layers in order, its count of parameters. */
function printNetwork(network: Network): readonly string[] {
  const formals = network.formals.map((f) => `${f.name}: ${typeText(f.type)}`).join(', ')
  const outputs = network.outputs.map((o) => `${o.name}: ${typeText(o.type)}`).join(', ')
  const count = network.parameters.filter((p) => p.role === 'parameter').reduce((n, p) => n + size(p), 0)
  return [
    `${network.given ? 'given ' : ''}${network.role} ${network.name}(${formals}) -> (${outputs})   ${count.toLocaleString('en-US')} numbers`,
    ...network.body.locals.flatMap((local) => [`  ${local.name} = ${showExpr(local.value)}   ${typeText(local.value.type)}`]),
    ...network.body.results.map((r, i) => `  ${network.outputs[i]!.name}: ${showExpr(r)}   ${typeText(r.type)}`),
    ...network.parameters.map((p) => `  ${p.entry} [${p.shape.join(', ')}] ${initText(p)}${p.role === 'statistic' ? ', running statistic' : ''}`),
  ]
}

const size = (p: { readonly shape: readonly number[] }): number => p.shape.reduce((a, b) => a * b, 1)

function printStage(model: Model, stage: Stage): readonly (readonly string[])[] {
  const title = model.stages.length === 1 ? 'train' : `stage ${stage.name}`
  const { train } = stage
  const lines = train === null ? [] : [
    ...train.items.flatMap((item) => printItem(model, stage, item, '')),
    `batch ${train.batch}, ${train.length.count} ${train.length.unit}`,
    ...(train.average === undefined ? [] : [`average ${train.average}`]),
    ...(train.rows === null ? [] : [`rows ${rowsText(train.rows)}`]),
    ...(train.report === null ? [] : [`report every ${train.report.every} ${train.report.unit}`]),
  ]
  const overrides = stage.equations.map((e) => `${e.name} = ${showExpr(e.value)}   ${typeText(e.value.type)}`)
  const figures = stage.figures.map((f) => `${f.kind}(${f.items.map((i) => (i.group === null ? i.label : `${i.group}: ${i.label}`)).join(', ')})`)
  return [
    section(title, [...overrides, ...lines, ...(model.stages.length > 1 && stage.metrics.length > 0 ? [`metrics ${stage.metrics.join(', ')}`] : [])]),
    ...stage.networks.map(printNetwork),
    section(model.stages.length === 1 ? 'figures' : `figures of ${stage.name}`, figures),
  ]
}

function printItem(model: Model, stage: Stage, item: Step | Repeat, indent: string): readonly string[] {
  if (item.kind === 'repeat') return [`${indent}repeat ${item.count}`, ...item.items.flatMap((i) => printItem(model, stage, i, `${indent}  `))]
  const { optimizer } = item
  const options = Object.entries(optimizer.options).map(([name, value]) => `, ${name}: ${value}`).join('')
  return [
    `${indent}${item.direction} ${showExpr(item.objective)} with ${optimizer.name}(${showExpr(optimizer.learningRate)}${options})${item.clip === undefined ? '' : ` clip ${showExpr(item.clip)}`}`,
    `${indent}  moves ${moves(model, stage, item)}`,
  ]
}

/** Networks whole by name, others entry by entry. */
function moves(model: Model, stage: Stage, step: Step): string {
  const moved = new Set(step.parameters)
  const words: string[] = []
  for (const network of [...model.networks, ...stage.networks.filter((n) => !model.networks.some((m) => m.name === n.name))]) {
    const own = network.parameters.filter((p) => p.role === 'parameter')
    const hit = own.filter((p) => moved.has(p.entry))
    if (hit.length > 0 && hit.length === own.length) words.push(`${network.name} (${own.length} tensors)`)
    else words.push(...hit.map((p) => p.entry))
  }
  words.push(...model.weights.filter((w) => moved.has(w.name)).map((w) => w.name))
  return words.join(', ')
}

function rowsText(set: RowSet): string {
  const rows = set.rows === null ? '' : `[${set.rows[0]}..${set.rows[1]}${set.per === null ? '' : ` per ${set.per}`}]`
  return `${set.dataset}.${set.split}${rows}${set.where === null ? '' : ` where ${showExpr(set.where)}`}`
}


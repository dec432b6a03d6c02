/** Trained parts of a spec: runs that whoever serves the page has for it, as they are when the training begins. */
import type { Graph } from '../compiler/graph/graph.ts'
import type { Model } from '../compiler/model/model.ts'
import { decodeSafetensors } from '../runtime/checkpoint/safetensors.ts'
import { partValues } from '../runtime/checkpoint/values.ts'
import type { StoreValues } from '../runtime/train/store.ts'
import type { Job } from './messages.ts'
import type { Part } from './project.ts'
import { Refusal } from './refusal.ts'

export interface Given {
  /** Weights by the names that the graph has them under. */
  readonly values: StoreValues
  /** A line for each part. */
  readonly described: readonly string[]
  /** A damaged checkpoint whose predecessor was taken. */
  readonly notes: readonly string[]
}

/** Throws a Refusal for a part without a run, or with one that is of another spec or of the spec as it was. */
export function requireGivens({ givens }: Model, job: Job): void {
  const missing = givens.filter(({ name }) => job.givens[name] === undefined)
  if (missing.length > 0) {
    const what = missing.map(({ name, from }) => `${name}, a trained ${from}`).join(', and ')
    const options = givens.map(({ name, from }) => ` --given ${name}=${job.givens[name] === undefined ? specOf(from) : typed(job.givens[name])}`).join('')
    const makes = [...new Set(missing.map(({ from }) => `genc train ${plain(from)} makes one`))]
    throw new Refusal(`${job.name} is given ${what}, and the page was started without ${missing.length === 1 ? 'its run' : 'their runs'}`,
      `start it with ${missing.length === 1 ? 'one' : 'some'}: genc play ${job.name}${options}; ${makes.join('; ')}`)
  }
  for (const { name, from, specHash } of givens) {
    const { run, spec, specHash: trained } = job.givens[name]!
    if (trained === specHash) continue
    if (spec !== specOf(from)) throw new Refusal(`${run} is a run of ${spec}.gen, and ${name} is ${from}`, `start the page with a run of ${from}; genc train ${plain(from)} makes one`)
    throw new Refusal(`${name}: ${run} was trained from another version of ${from}`, `take the change back, or train it as it is now, genc train ${plain(from)}, and start the page with that run`)
  }
}

/** What runs were trained with, where the text has only mistakes that come of it. */
export const trainedWith = (givens: Job['givens']): string => Object.entries(givens).map(([name, part]) => {
  const hypers = Object.entries(part.hyper).map(([hyper, value]) => `${hyper} = ${value}`)
  return `${name} is ${typed(part)}${hypers.length === 0 ? '' : `, trained with ${hypers.join(', ')}`}`
}).join('; ')

/** Throws a Refusal, or a FileError for weights that do not fit. */
export async function openGivens({ givens }: Model, graph: Graph, job: Job): Promise<Given> {
  const opened = await Promise.all(givens.map(async ({ name }) => {
    const { run, checkpoint } = job.givens[name]!
    const answer = await fetch(`given/${encodeURIComponent(name)}`).catch(() => null)
    if (!answer?.ok) throw new Refusal(answer === null ? `the weights of ${name} cannot be had: genc play has ended` : await answer.text())
    const file = decodeSafetensors(new Uint8Array(await answer.arrayBuffer()), run)
    const { from = run, damage } = file.metadata
    return {
      values: partValues(graph, name, file, from), described: `${name}: ${run}${checkpoint === 'best' ? ', its best checkpoint' : ''}`,
      notes: damage === undefined ? [] : [`${damage}; the checkpoint before it is used`],
    }
  }))
  return { values: Object.assign({}, ...opened.map(({ values }) => values)) as StoreValues, described: opened.map(({ described }) => described), notes: opened.flatMap(({ notes }) => notes) }
}

/** As `--given` takes it. */
const typed = ({ run, checkpoint }: Part): string => (checkpoint === 'best' ? `${run}:best` : run)

const plain = (from: string): string => from.replace(/^(\.\/)+/, '')

/** `parts/judge.gen` → `judge` */
const specOf = (from: string): string => from.replace(/^.*\//, '').replace(/\.gen$/, '')

/** What an encoder that saw no labels is worth when few labels are there: three draws of them, each beside its own baseline. */
import type { Lecture, Training } from '../lecture.ts'

const DRAWS = [0, 1, 2] as const
/** Labelled images of each digit. */
const COUNTS = [10, 100] as const

/** The encoder without labels. */
const FEATURES: Training = { spec: 'features', data: 'mnist' }

/** Both lectures read the same runs: their first stage has the probes, their second the fine-tuning. */
const RUNS: Readonly<Record<string, Training>> = Object.fromEntries(COUNTS.flatMap((each) => DRAWS.map((draw): [string, Training] =>
  [`${each} ${draw}`, { spec: 'fine-tune', data: 'mnist', set: { each, draw }, given: { F: FEATURES } }])))

/** The mean over draws of metrics of a stage, in percent. */
const means = (value: (ref: string) => number, stage: string, metrics: readonly string[]): Readonly<Record<string, number>> =>
  Object.fromEntries(COUNTS.flatMap((each) => metrics.map((metric) =>
    [`${metric} ${each}`, 100 * DRAWS.reduce<number>((sum, draw) => sum + value(`${each} ${draw}@${stage}.${metric}Accuracy`), 0) / DRAWS.length])))

const unit = ' %'

/** A probe has no weight decay: with it pixels are read better too (about 72.7 % with 100 labels), and the hidden layer leads by 1 to 1.5 points. */
export const features: Lecture = {
  name: 'features',
  about: 'linear probes on the hidden layer and the code of a VAE, and on pixels, with 100 and 1,000 labels',
  seconds: 120,
  runs: { features: FEATURES, ...RUNS },
  async compute({ value }) {
    const found = means(value, 'probe', ['hidden', 'code', 'raw'])
    return { ...found, 'gain 10': found['hidden 10']! - found['raw 10']!, 'gain 100': found['hidden 100']! - found['raw 100']! }
  },
  checks: COUNTS.flatMap((each) => [
    { what: `${10 * each} labels: accuracy on the hidden layer`, measured: `hidden ${each}`, baseline: ['pixels', `raw ${each}`] as const, unit },
    { what: `${10 * each} labels: more than on pixels`, measured: `gain ${each}`, atLeast: 2, baseline: ['PyTorch', each === 10 ? 3.7 : 3.5] as const, unit: ' points', mnist: true as const, why: 'PyTorch: 78.3 against 74.6 with 100 labels, 90.9 against 87.4 with 1,000; three draws' },
    { what: `${10 * each} labels: accuracy on the code`, measured: `code ${each}`, baseline: ['hidden layer', `hidden ${each}`] as const, unit },
  ]),
}

export const fineTune: Lecture = {
  name: 'fine-tune',
  about: 'a network that begins with a VAE\'s first layer, beside the same from scratch, with 100 and 1,000 labels',
  seconds: 5,
  runs: RUNS,
  async compute({ value }) {
    const found = means(value, 'tune', ['tuned', 'scratch'])
    return { ...found, 'gain 10': found['tuned 10']! - found['scratch 10']!, 'gain 100': found['tuned 100']! - found['scratch 100']! }
  },
  checks: COUNTS.flatMap((each) => [
    { what: `${10 * each} labels: accuracy`, measured: `tuned ${each}`, baseline: ['from scratch', `scratch ${each}`] as const, unit },
    { what: `${10 * each} labels: gain`, measured: `gain ${each}`, atLeast: each === 10 ? 1 : 0, baseline: ['PyTorch', each === 10 ? 2.1 : 1.1] as const, unit: ' points', mnist: true as const, why: 'PyTorch: 79.2 against 77.1 with 100 labels, 91.7 against 90.6 with 1,000; the mean of three pairs' },
  ]),
}

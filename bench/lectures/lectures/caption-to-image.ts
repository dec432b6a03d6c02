/** Pictures from sentences. A judge of shapes reads every attribute of what was drawn. */
import type { Lecture } from '../lecture.ts'

/** The judge itself reads 0.987 of the shapes right, and all else. */
const WHY = 'nine in ten of what the sentence says'

export const captionToImage: Lecture = {
  name: 'caption-to-image',
  about: 'attributes asked for and attributes seen by a judge of shapes',
  seconds: 90,
  runs: { gan: { spec: 'caption-to-image', data: { pairs: 'shapes', others: 'shapes' }, given: { Judge: { spec: 'shapes-judge', data: 'shapes' } } } },
  checks: [
    { what: 'shape right', measured: 'gan.attributes[0]', atLeast: 0.9, why: WHY, baseline: ['chance', 0.25] },
    { what: 'size right', measured: 'gan.attributes[1]', atLeast: 0.9, why: WHY, baseline: ['chance', 0.33] },
    { what: 'shade right', measured: 'gan.attributes[2]', atLeast: 0.9, why: WHY, baseline: ['chance', 0.5] },
    { what: 'row right', measured: 'gan.attributes[3]', atLeast: 0.9, why: WHY, baseline: ['chance', 0.33] },
    { what: 'column right', measured: 'gan.attributes[4]', atLeast: 0.9, why: WHY, baseline: ['chance', 0.33] },
  ],
}

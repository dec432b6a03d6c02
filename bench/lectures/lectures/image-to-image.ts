/** Night to day. The distance alone blurs what the night does not tell; the adversary makes something up that is sharp. */
import type { Lecture } from '../lecture.ts'

const training = (w: number) => ({ spec: 'image-to-image', data: 'scenes', set: { w } })

export const imageToImage: Lecture = {
  name: 'image-to-image',
  about: 'days from nights, with and without an adversary',
  seconds: 90,
  runs: { sharp: training(1), blurred: training(0) },
  checks: [
    { what: 'mean |difference|, below the mean picture\'s', measured: 'sharp.l1', atMost: 'sharp.l1Mean', why: 'who ignores the night answers with the mean day' },
    { what: 'mean |difference|, below the night\'s', measured: 'sharp.l1', atMost: 'sharp.l1Copy', why: 'who copies answers with the night' },
    { what: 'mean |difference| without the adversary', measured: 'blurred.l1' },
    { what: 'edges', measured: 'sharp.edges', atLeast: 'blurred.edges', baseline: ['of true days', 'sharp.edgesTrue'], why: 'sharper than the distance alone' },
  ],
}

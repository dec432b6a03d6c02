/** Segmentation of generated scenes, with and without the bridges. */
import type { Lecture, Outcome, Training } from '../lecture.ts'

const CLASSES = [0, 1, 2, 3] as const
const mean = ({ value }: Outcome, run: string): number => CLASSES.reduce<number>((sum, k) => sum + value(`${run}.overlap[${k}]`), 0) / CLASSES.length

/** Under the noise of 0.3 that the source has by default, forms of like brightness that overlap can hardly be told apart. */
const SCENES: Training = { spec: 'unet', data: 'segments:noise=0.1', epochs: 6 }

export const unet: Lecture = {
  name: 'unet',
  about: 'intersection over union on generated scenes, with and without skips',
  seconds: 240,
  runs: { bridged: SCENES, cut: { ...SCENES, set: { skips: 0 } } },
  async compute(outcome) {
    const [bridged, cut] = [mean(outcome, 'bridged'), mean(outcome, 'cut')]
    return { bridged, cut, gain: bridged - cut, worst: Math.min(...CLASSES.map((k) => outcome.value(`bridged.overlap[${k}]`))) }
  },
  checks: [
    { what: 'mean IoU of the classes', measured: 'bridged', atLeast: 0.9, baseline: ['without skips', 'cut'], why: 'what is left are pixels on outlines under noise' },
    { what: 'more than without skips', measured: 'gain', atLeast: 0, why: 'the same network, its bridges multiplied by 0' },
    { what: 'IoU of the hardest class', measured: 'worst' },
    { what: 'pixels', measured: 'bridged.pixelAccuracy', baseline: ['without skips', 'cut.pixelAccuracy'] },
  ],
}

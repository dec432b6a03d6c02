/** Half way between two images: by the code there is a digit, by the pixels there are two. */
import type { Lecture } from '../lecture.ts'
import { JUDGE } from './judge.ts'
import { VAE } from './vae.ts'

export const interpolation: Lecture = {
  name: 'interpolation',
  about: 'how sure the judge is half way between two images, by the code and by the pixels',
  seconds: 10,
  runs: { walk: { spec: 'interpolation', data: 'mnist', given: { V: VAE, J: JUDGE } } },
  checks: [
    { what: 'judge\'s certainty half way by the code', measured: 'walk.sureMiddle', atLeast: 'walk.sureFaded', baseline: ['by the pixels', 'walk.sureFaded'], mnist: true, why: 'the decoder knows digits, a cross-fade shows two of them' },
    { what: 'distance moved by noise of ½ in the code', measured: 'walk.moved' },
  ],
}

/** An attribute added and taken away: the strokes of MNIST's digits. */
import type { Lecture } from '../lecture.ts'
import { JUDGE } from './judge.ts'
import { VAE } from './vae.ts'

export const thickness: Lecture = {
  name: 'thickness',
  about: 'a direction of the code makes digits thicker and thinner, and leaves them the digits they are',
  seconds: 10,
  runs: { strokes: { spec: 'thickness', data: 'mnist', given: { V: VAE, J: JUDGE } } },
  checks: [
    { what: 'thin digits made thicker than usual', measured: 'strokes.madeThick', atLeast: 0.9, mnist: true, why: 'an attribute that is added should be seen' },
    { what: '… and read as the same digit', measured: 'strokes.thickDigit', atLeast: 0.9, baseline: ['rebuilt as they are', 'strokes.sameDigit'], mnist: true, why: 'the others stay' },
    { what: 'thick digits made thinner than usual', measured: 'strokes.madeThin', atLeast: 0.9, mnist: true, why: 'an attribute that is taken away should not be seen' },
    { what: '… and read as the same digit', measured: 'strokes.thinDigit', atLeast: 0.9, baseline: ['rebuilt as they are', 'strokes.sameDigit'], mnist: true, why: 'the others stay' },
  ],
}

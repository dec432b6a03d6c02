/** The classifier that other lectures are given. */
import type { Lecture, Training } from '../lecture.ts'

export const JUDGE: Training = { spec: 'judge', data: 'mnist' }

export const judge: Lecture = {
  name: 'judge',
  about: 'accuracy of the digit classifier that reads labels off other models\' images',
  seconds: 25,
  runs: { judge: JUDGE },
  checks: [
    { what: 'accuracy', measured: 'judge.accuracy', atLeast: 0.98, baseline: ['PyTorch', 0.986], mnist: true, why: 'a judge that errs more often could not tell 98.9 % from chance; PyTorch reaches 98.6 %' },
  ],
}

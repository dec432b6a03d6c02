/** Tones under noise, cleaned by convolutions along time. */
import type { Lecture } from '../lecture.ts'

export const tones: Lecture = {
  name: 'tones',
  about: 'signal-to-noise ratio of synthesised notes before and after',
  seconds: 60,
  runs: { tones: { spec: 'tones', data: 'tones' } },
  checks: [
    { what: 'signal-to-noise ratio', measured: 'tones.snrOut', baseline: ['before', 'tones.snrIn'], unit: ' dB' },
    { what: 'gain', measured: 'tones.gain', atLeast: 6, baseline: ['nothing done', 0], unit: ' dB', why: 'four times less noise is what one hears at once' },
  ],
}

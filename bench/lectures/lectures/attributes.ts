/** An attribute given to images and taken from them: brightness works as one direction, size less so. */
import type { Lecture } from '../lecture.ts'

export const attributes: Lecture = {
  name: 'attributes',
  about: 'shapes made bright, dim, large and small by a direction of the code; a judge says what changed and what stayed',
  seconds: 70,
  runs: {
    added: {
      spec: 'attributes', data: 'shapes:places=1',
      // A judge of shapes that all lie in the middle: one of nine places reads 91 % of them right only. The code: after 8 epochs it still
      // mixes brightness with form, and with two seeds of three 65 to 75 % only become bright or dim.
      given: { V: { spec: 'disentanglement', data: 'shapes:places=1', set: { beta: 4 }, epochs: 24 }, J: { spec: 'shapes-judge', data: 'shapes:places=1' } },
    },
  },
  checks: [
    { what: 'dim shapes made bright', measured: 'added.madeBright', atLeast: 0.9, why: 'an attribute that is added should be seen' },
    { what: '… their form stays', measured: 'added.brightShape', atLeast: 0.9, baseline: ['rebuilt as they are', 'added.sameShape'], why: 'the others stay' },
    { what: '… their size stays', measured: 'added.brightSize', atLeast: 0.9, why: 'the others stay' },
    { what: 'bright shapes made dim', measured: 'added.madeDim', atLeast: 0.9, why: 'an attribute that is taken away should not be seen' },
    { what: '… their form stays', measured: 'added.dimShape', atLeast: 0.9, baseline: ['rebuilt as they are', 'added.sameShape'], why: 'the others stay' },
    { what: '… their size stays', measured: 'added.dimSize', atLeast: 0.9, why: 'the others stay' },
    { what: 'small shapes made large', measured: 'added.madeLarge' },
    { what: '… their form stays', measured: 'added.largeShape', baseline: ['rebuilt as they are', 'added.sameShape'] },
    { what: 'large shapes made small', measured: 'added.madeSmall' },
    { what: '… their form stays', measured: 'added.smallShape', baseline: ['rebuilt as they are', 'added.sameShape'] },
  ],
}

/** Labels by Bayes' rule, and what is rejected. The scores that fail stand beside the one that does not. */
import type { Lecture } from '../lecture.ts'
import { JUDGE } from './judge.ts'
import { VAE } from './vae.ts'

const unit = ' %'

const REPORTED = {
  accuracy: 'accuracy', acceptedAccuracy: 'accepted', rejectedDigits: 'digits', rejectedStrange: 'shapes', rejectedNoise: 'noise', rejectedBlank: 'blank',
  strangeBySure: 'sure', strangeByElbo: 'elbo', strangeByFair: 'fair', strangeByPlain: 'plain', blankByElbo: 'blank elbo',
} as const

export const bayes: Lecture = {
  name: 'bayes',
  about: 'a classifier and a VAE together: digits accepted, shapes, noise and blank images rejected',
  seconds: 20,
  runs: { bayes: { spec: 'bayes', data: { digits: 'mnist', strange: 'shapes' }, given: { J: JUDGE, V: VAE } } },
  compute: async ({ value }) => Object.fromEntries(Object.entries(REPORTED).map(([metric, name]) => [name, 100 * value(`bayes.${metric}`)])),
  checks: [
    { what: 'accuracy on accepted digits', measured: 'accepted', atLeast: 98.3, baseline: ['on all', 'accuracy'], unit, mnist: true, why: 'PyTorch: 98.8' },
    { what: 'digits rejected', measured: 'digits', atLeast: 4, atMost: 7, unit, why: 'the threshold leaves out 5 % of the training images' },
    { what: 'shapes rejected', measured: 'shapes', atLeast: 75, baseline: ['classifier alone', 'sure'], unit, mnist: true, why: 'PyTorch: 83' },
    { what: 'noise rejected', measured: 'noise', atLeast: 99, baseline: ['PyTorch', 100], unit, why: 'no digit looks like it' },
    { what: 'blank images rejected', measured: 'blank', baseline: ['by −ELBO alone', 'blank elbo'], unit },
    { what: 'shapes rejected by −ELBO alone', measured: 'elbo', baseline: ['PyTorch', 42], unit },
    { what: 'shapes rejected by −ELBO − H(x)', measured: 'fair', baseline: ['PyTorch', 77], unit },
    { what: 'shapes rejected by log P(k|x) + ELBO + H(x)', measured: 'plain', unit },
    { what: 'a blank image passes −ELBO: rejected', measured: 'blank elbo', atMost: 1, unit, why: 'the failure to show: the simplest image is the likeliest' },
  ],
}

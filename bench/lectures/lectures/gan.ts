/**
 * The generative adversarial network. A game has no loss to gate: what is checked is that neither player has won, and that
 * the samples are spread like the images. Look at its pictures too (`--keep`).
 */
import type { Lecture } from '../lecture.ts'
import { frechetShare, principal } from '../principal.ts'

const SAMPLES = 5000
const COMPONENTS = 20

export const gan: Lecture = {
  name: 'gan',
  about: 'what D says of images and of samples after 10 epochs, and how the samples are spread',
  seconds: 90,
  runs: { untrained: { spec: 'gan', data: 'mnist', steps: 1 }, gan: { spec: 'gan', data: 'mnist', epochs: 10 } },
  async compute({ images, sample }) {
    const fitted = principal(images([-1, 1]).train, 784)
    return { untrained: frechetShare(fitted, COMPONENTS, await sample('untrained', SAMPLES)), trained: frechetShare(fitted, COMPONENTS, await sample('gan', SAMPLES)) }
  },
  checks: [
    { what: 'mean D(x), test', measured: 'gan.real', atLeast: 0.5, atMost: 0.95, baseline: ['a tie', 0.5], why: 'D is right more often than not, and not certain' },
    { what: 'mean D(G(z))', measured: 'gan.fakes', atLeast: 0.05, atMost: 0.5, baseline: ['a tie', 0.5], why: 'D is right more often than not, and not certain' },
    { what: 'V', measured: 'gan.V', atLeast: -1.5, atMost: -0.1, baseline: ['a tie', -2 * Math.log(2)], why: '−2 ln 2 where D cannot tell, 0 where it has won' },
    { what: 'generator\'s loss', measured: 'gan.generator', atMost: 5, why: '−log D(G(z)) of a D that is certain grows without bound' },
    { what: 'Fréchet distance by the variance of the images, 20 components', measured: 'trained', atMost: 0.25, baseline: ['untrained', 'untrained'], why: '1 for a cloud that sits on the mean image' },
  ],
}

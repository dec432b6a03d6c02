/**
 * The generative adversarial network. A game has no loss to gate: what is checked is that neither player has won, and that
 * the samples are spread like the images. Look at `sample.png` too (`--keep`).
 */
import { readFileSync, writeFileSync } from 'node:fs'
import type { Gate } from '../gate.ts'
import { frechetShare, principal } from '../principal.ts'
import { readImages } from '../rows.ts'
import { parseNpy } from '../../../runtime/data/npy.ts'

const EPOCHS = 10
const SAMPLES = 5000
const COMPONENTS = 20

export const gan: Gate = {
  name: 'gan',
  about: `what D says of images and of samples after ${EPOCHS} epochs, and how the samples are spread`,
  async measure({ program, data, specs }) {
    const spec = program.path('gan.gen')
    writeFileSync(spec, `${readFileSync(`${specs}/gan.gen`, 'utf8')}\nmetric real  = E[D(x)]\nmetric fakes = E[D(fake)]\n`)
    const { train } = readImages(data, [-1, 1])
    const fitted = principal(train, 784)
    const spread = async (run: string): Promise<number> => {
      await program.run('sample', run, '-n', `${SAMPLES}`, '-o', `${run}.npy`)
      const column = parseNpy(readFileSync(program.path(`${run}.npy`)), run)
      const samples = new Float32Array(column.rows * 784)
      for (let row = 0; row < column.rows; row++) column.read(row, samples, row * 784)
      return frechetShare(fitted, COMPONENTS, samples)
    }
    await program.train(spec, '--data', data, '--steps', '1', '--seed', '0', '-o', 'gan-untrained')
    await program.train(spec, '--data', data, '--epochs', `${EPOCHS}`, '--seed', '0', '-o', 'gan')
    await program.run('sample', 'gan', '-o', 'gan-sample.png')
    const { metrics, terms } = await program.evaluate('gan')
    return [
      { what: 'mean D(x), test', measured: metrics['real']!, atLeast: 0.5, atMost: 0.95 },
      { what: 'mean D(G(z))', measured: metrics['fakes']!, atLeast: 0.05, atMost: 0.5 },
      { what: 'V (−1.386 where D cannot tell)', measured: terms['V']!, atLeast: -1.5, atMost: -0.1 },
      { what: 'generator\'s loss', measured: terms['generator']!, atMost: 5 },
      { what: 'Fréchet distance by variance, untrained', measured: await spread('gan-untrained') },
      { what: 'Fréchet distance by variance', measured: await spread('gan'), atMost: 0.25 },
    ]
  },
}

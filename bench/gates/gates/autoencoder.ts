/** Autoencoder with codes of 2 and 5 numbers. PCA leaves 43.6 and 34.9 on the test images of MNIST, PyTorch 32 and 20. */
import type { Check, Gate } from '../gate.ts'

export const autoencoder: Gate = {
  name: 'autoencoder',
  about: 'squared error with codes of 2 and 5 numbers',
  async measure({ program, data, mnist, specs }) {
    const checks: Check[] = []
    for (const [code, bound] of [[2, 36], [5, 24]] as const) {
      const run = `autoencoder-${code}`
      await program.train(`${specs}/autoencoder.gen`, '--data', data, '--set', `code=${code}`, '--seed', '0', '-o', run)
      const { metrics } = await program.evaluate(run)
      checks.push({ what: `code of ${code}: squared error, test`, measured: metrics['squaredError']!, ...(mnist ? { atMost: bound } : {}) })
    }
    return checks
  },
}

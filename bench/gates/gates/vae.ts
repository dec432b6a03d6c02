/** The variational autoencoder after 10 epochs. PyTorch reaches 105.5 to 105.8, with a divergence of 25. */
import type { Gate } from '../gate.ts'

export const vae: Gate = {
  name: 'vae',
  about: '−ELBO on the test images after 10 epochs, and the time of the training',
  async measure({ program, data, mnist, specs }) {
    const seconds = await program.train(`${specs}/vae.gen`, '--data', data, '--epochs', '10', '--seed', '0', '-o', 'vae')
    const { objective, terms } = await program.evaluate('vae')
    return [
      { what: '−ELBO, test', measured: objective ?? NaN, ...(mnist ? { atMost: 106.5 } : {}), unit: ' nats' },
      { what: 'of it, reconstruction', measured: terms['reconstruction']!, unit: ' nats' },
      { what: 'of it, regulariser', measured: terms['regulariser']!, unit: ' nats' },
      { what: 'the terms\' sum less the objective', measured: Math.abs(terms['reconstruction']! + terms['regulariser']! - (objective ?? NaN)), atMost: 1e-3, unit: ' nats' },
      { what: 'training', measured: seconds, atMost: 600, unit: ' s' },
    ]
  },
}

/** The variational autoencoder after 10 epochs. */
import type { Lecture, Training } from '../lecture.ts'

export const VAE: Training = { spec: 'vae', data: 'mnist', epochs: 10 }

export const vae: Lecture = {
  name: 'vae',
  about: '−ELBO on the test images after 10 epochs',
  seconds: 60,
  runs: { vae: VAE },
  compute: async ({ value }) => ({ rest: Math.abs(value('vae.reconstruction') + value('vae.regulariser') - value('vae.objective')) }),
  checks: [
    { what: '−ELBO, test', measured: 'vae.objective', atMost: 106.5, baseline: ['PyTorch', 105.6], unit: ' nats', mnist: true, why: 'PyTorch ends at 105.5 to 105.8 (two seeds)' },
    { what: 'of it, reconstruction', measured: 'vae.reconstruction', unit: ' nats' },
    { what: 'of it, divergence', measured: 'vae.regulariser', unit: ' nats' },
    { what: 'the terms\' sum less the objective', measured: 'rest', atMost: 1e-3, unit: ' nats', why: 'the objective is their sum' },
  ],
}

/** Two latents, so that the whole latent plane fits one picture. */
import type { Lecture } from '../lecture.ts'

export const convVae: Lecture = {
  name: 'conv-vae',
  about: '−ELBO of a convolutional VAE with two latents',
  seconds: 90,
  runs: { plane: { spec: 'conv-vae', data: 'mnist' } },
  checks: [
    { what: '−ELBO, test', measured: 'plane.objective', atMost: 156.7, baseline: ['PyTorch, dense, 10 epochs', 156.4], unit: ' nats', mnist: true, why: 'PyTorch\'s dense VAE with two latents ends at 156.1 and 156.7' },
    { what: 'of it, reconstruction', measured: 'plane.reconstruction', unit: ' nats' },
    { what: 'of it, divergence', measured: 'plane.regulariser', baseline: ['PyTorch', 5.8], unit: ' nats' },
  ],
}

/** The lectures, in their order. */
import type { Lecture } from '../lecture.ts'
import { anomaly } from './anomaly.ts'
import { autoencoder } from './autoencoder.ts'
import { contractive } from './contractive.ts'
import { denoising } from './denoising.ts'
import { determinism } from './determinism.ts'
import { features, fineTune } from './features.ts'
import { gan } from './gan.ts'
import { judge } from './judge.ts'
import { klFit } from './kl-fit.ts'
import { noisyLatent } from './noisy-latent.ts'
import { pca } from './pca.ts'
import { ringGan } from './ring-gan.ts'
import { superResolution } from './super-resolution.ts'
import { tones } from './tones.ts'
import { unet } from './unet.ts'
import { vae } from './vae.ts'

export const LECTURES: readonly Lecture[] = [
  judge, autoencoder, pca, denoising, contractive, noisyLatent, vae, klFit, features, fineTune, anomaly, superResolution, unet, tones, gan, ringGan, determinism,
]

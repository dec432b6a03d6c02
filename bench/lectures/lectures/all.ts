/** The lectures, in their order. */
import type { Lecture } from '../lecture.ts'
import { anomaly } from './anomaly.ts'
import { attributes } from './attributes.ts'
import { autoencoder } from './autoencoder.ts'
import { bayes } from './bayes.ts'
import { betaVae } from './beta-vae.ts'
import { conditionalVae } from './conditional-vae.ts'
import { contractive } from './contractive.ts'
import { convVae } from './conv-vae.ts'
import { denoising } from './denoising.ts'
import { determinism } from './determinism.ts'
import { disentanglement } from './disentanglement.ts'
import { features, fineTune } from './features.ts'
import { gan } from './gan.ts'
import { gaussianVae } from './gaussian-vae.ts'
import { importanceWeighting } from './importance-weighting.ts'
import { interpolation } from './interpolation.ts'
import { judge } from './judge.ts'
import { klFit } from './kl-fit.ts'
import { linearVae } from './linear-vae.ts'
import { noisyLatent } from './noisy-latent.ts'
import { pca } from './pca.ts'
import { ringGan } from './ring-gan.ts'
import { superResolution } from './super-resolution.ts'
import { thickness } from './thickness.ts'
import { tones } from './tones.ts'
import { unet } from './unet.ts'
import { vae } from './vae.ts'

export const LECTURES: readonly Lecture[] = [
  judge, autoencoder, pca, denoising, contractive, noisyLatent, vae, convVae, betaVae, linearVae, gaussianVae, conditionalVae, importanceWeighting, interpolation, disentanglement, attributes, thickness,
  bayes, klFit, features, fineTune, anomaly, superResolution, unet, tones, gan, ringGan, determinism,
]

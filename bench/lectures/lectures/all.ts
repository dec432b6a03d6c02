/** The lectures, in their order. */
import type { Lecture } from '../lecture.ts'
import { autoencoder } from './autoencoder.ts'
import { contractive } from './contractive.ts'
import { determinism } from './determinism.ts'
import { gan } from './gan.ts'
import { judge } from './judge.ts'
import { klFit } from './kl-fit.ts'
import { pca } from './pca.ts'
import { ringGan } from './ring-gan.ts'
import { vae } from './vae.ts'

export const LECTURES: readonly Lecture[] = [judge, autoencoder, pca, contractive, vae, klFit, gan, ringGan, determinism]

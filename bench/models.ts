/** The models that are measured, each a spec, with the few words of it that are changed. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

export interface Model {
  readonly name: string
  readonly title: string
  /** Below the root. */
  readonly spec: string
  /** Built-in data, as `--data` takes them. */
  readonly data: string
  readonly batch: number
  /** Width of the hidden layers, where it can be another. */
  readonly width?: number
  /** What must agree between the sides after a number of steps: relative difference of the mean loss. */
  readonly tolerance: number
}

export const models: readonly Model[] = [
  { name: 'vae', title: 'MLP VAE 784-400-20', spec: 'specs/vae.gen', data: 'digits', batch: 128, width: 400, tolerance: 0.1 },
  { name: 'conv-vae', title: 'convolutional VAE 28×28', spec: 'bench/specs/conv-vae.gen', data: 'digits', batch: 64, tolerance: 0.1 },
  { name: 'dcgan', title: 'DCGAN 28×28', spec: 'specs/dcgan.gen', data: 'digits', batch: 64, tolerance: 0.5 },
  { name: 'ring-gan', title: 'ring GAN 2-128-128-2', spec: 'specs/ring-gan.gen', data: 'ring8', batch: 256, tolerance: 0.5 },
  { name: 'contractive', title: 'contractive autoencoder 784-300', spec: 'specs/contractive.gen', data: 'digits', batch: 128, tolerance: 0.1 },
]

/** What of a model a measurement may change. */
export interface Size { readonly batch: number; readonly width: number | null }

export const sizeOf = (model: Model, { batch, width }: Partial<Size> = {}): Size =>
  ({ batch: batch ?? model.batch, width: width ?? model.width ?? null })

/** The text of the spec with this batch size and width. Throws where the spec has nothing to be replaced. */
export function specText(root: string, model: Model, size: Size): string {
  let text = readFileSync(join(root, model.spec), 'utf8')
  const edit = (what: RegExp, by: string): void => {
    const edited = text.replaceAll(what, by)
    if (!what.test(text)) throw new Error(`${model.spec} has no ${String(what)}`)
    text = edited
  }
  edit(/\bbatch \d+/g, `batch ${size.batch}`)
  if (size.width !== null) edit(new RegExp(`\\bdense\\(${model.width!}\\b`, 'g'), `dense(${size.width}`)
  return text
}

export function modelNamed(name: string): Model {
  const found = models.find((model) => model.name === name)
  if (found === undefined) throw new Error(`there is no model ${name}: there are ${models.map((m) => m.name).join(', ')}`)
  return found
}

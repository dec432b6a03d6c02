/** Names of other libraries lead to ours, not to what happens to be spelt alike. */
import { expect, it } from 'vitest'
import { checkSource } from '../../compiler/compile.ts'
import { nearest } from '../../compiler/names/suggest.ts'
import { FAMILIES } from '../../compiler/types/families.ts'
import { FUNCTIONS } from '../../compiler/types/functions.ts'
import { LAYERS } from '../../compiler/types/layers.ts'
import { OPTIMIZERS } from '../../compiler/types/optimizers.ts'
import { POINTWISE } from '../../compiler/types/pointwise.ts'

const callable = [...LAYERS.keys(), ...FAMILIES.keys(), ...FUNCTIONS.keys(), ...POINTWISE.keys()]

it.each([
  ['concat', 'concatenate'], ['cat', 'concatenate'], ['linear', 'dense'], ['fc', 'dense'], ['Dense', 'dense'], ['conv', 'conv2d'], ['Conv2d', 'conv2d'],
  ['ConvTranspose2d', 'conv2dTranspose'], ['lrelu', 'leakyReLU'], ['leaky_relu', 'leakyReLU'], ['Bern', 'Bernoulli'], ['batchnorm', 'batchNormalization'],
  ['batch_norm', 'batchNormalization'], ['BatchNorm2d', 'batchNormalization'], ['upsample', 'upSampling2d'], ['max_pool', 'maxPool2d'], ['max_pool2d', 'maxPool2d'],
  ['avg_pool2d', 'averagePool2d'], ['log_softmax', 'logSoftmax'], ['Gaussian', 'Normal'], ['clip', 'clamp'], ['dence', 'dense'],
])('%s is %s here', (written, meant) => {
  expect(nearest(written, callable)).toBe(meant)
})

it('knows the arguments of optimizers', () => {
  const names = OPTIMIZERS.get('adamw')!.params.map((p) => p.name)
  expect(['lr', 'learning_rate', 'weight_decay', 'eps'].map((name) => nearest(name, names))).toEqual(['learningRate', 'learningRate', 'decay', 'epsilon'])
})

it('says how a loss function is written, and offers no fix', () => {
  const source = 'model A\ndata (x: vector[2], y: label(3))\nlet l = categorical_crossentropy(x, y)\n'
  const found = checkSource(source).diagnostics.find((d) => d.code === 'names/unknown-function')
  expect(found?.help).toContain('log p(y | x)')
  expect(found?.fix).toBeUndefined()
})

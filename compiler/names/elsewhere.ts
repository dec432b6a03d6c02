/** What people who come from PyTorch, NumPy, TensorFlow or Keras type, and what it is called here. */

/** By the written name in small letters, without underscores. Of several, the first that may stand in the place is meant. */
const names: Readonly<Record<string, readonly string[]>> = {
  // layers
  cat: ['concatenate'], concat: ['concatenate'], hstack: ['concatenate'],
  linear: ['dense'], fc: ['dense'], fullyconnected: ['dense'],
  conv: ['conv2d'], convolution: ['conv2d'], convolution2d: ['conv2d'],
  deconv: ['conv2dTranspose'], deconv2d: ['conv2dTranspose'], convtranspose: ['conv2dTranspose'], convtranspose2d: ['conv2dTranspose'], convtranspose1d: ['conv1dTranspose'], convolution1d: ['conv1d'],
  transposedconv: ['conv2dTranspose'],
  bn: ['batchNormalization'], batchnorm: ['batchNormalization'], batchnorm1d: ['batchNormalization'], batchnorm2d: ['batchNormalization'],
  upsample: ['upSampling2d'], upsampling: ['upSampling2d'], unpool: ['upSampling2d'],
  maxpool: ['maxPool2d'], maxpooling: ['maxPool2d'], maxpooling2d: ['maxPool2d'],
  avgpool: ['averagePool2d'], avgpool2d: ['averagePool2d'], averagepool: ['averagePool2d'], averagepooling2d: ['averagePool2d'],
  maxpooling1d: ['maxPool1d'], avgpool1d: ['averagePool1d'], averagepooling1d: ['averagePool1d'],
  view: ['reshape'], embed: ['embedding'],
  // activations and functions
  lrelu: ['leakyReLU'], leaky: ['leakyReLU'], logistic: ['sigmoid'], identity: ['linear'], expit: ['sigmoid'],
  clip: ['clamp'], clipbyvalue: ['clamp'], reducemean: ['mean'], average: ['mean'], avg: ['mean'], reducesum: ['sum'], logsumexp: ['logSumExp'],
  dot: ['matmul'], mm: ['matmul'], permute: ['transpose'], amax: ['max'], amin: ['min'], ln: ['log'], detach: ['stopGradient'], sg: ['stopGradient'],
  // distributions
  bern: ['Bernoulli'], onehotcategorical: ['Categorical'], multinomial: ['Categorical'], gaussian: ['Normal'], gauss: ['Normal'],
  n: ['Normal'], multivariatenormal: ['Normal'], kldiv: ['KL'], kldivergence: ['KL'], dkl: ['KL'],
  // arguments
  lr: ['learningRate'], weightdecay: ['decay'], eps: ['epsilon'], stride: ['strides'], numclasses: ['classes'],
  outfeatures: ['units'], features: ['units', 'filters'], channels: ['filters'], outchannels: ['filters'], bias: ['useBias'], sigma: ['std'], mu: ['loc'],
}

/** What is no function here, and how the same is written. */
const writings: Readonly<Record<string, string>> = {
  categoricalcrossentropy: '-E[log p(y | x)] with p(y | x) = Categorical(…)', crossentropy: '-E[log p(y | x)] with p(y | x) = Categorical(…)',
  sparsecategoricalcrossentropy: '-E[log p(y | x)] with p(y | x) = Categorical(…)', crossentropyloss: '-E[log p(y | x)] with p(y | x) = Categorical(…)',
  nllloss: '-E[log p(y | x)]', nll: '-E[log p(y | x)]',
  binarycrossentropy: '-E[log p(x | z)] with p(x | z) = Bernoulli(…)', bce: '-E[log p(x | z)] with p(x | z) = Bernoulli(…)',
  bceloss: '-E[log p(x | z)] with p(x | z) = Bernoulli(…)', bcewithlogits: '-E[log p(x | z)] with p(x | z) = Bernoulli(…)',
  mse: 'E[||x - xhat||^2]', mseloss: 'E[||x - xhat||^2]', meansquarederror: 'E[||x - xhat||^2]',
  norm: '||x||', pow: 'x^2', stack: '[a, b]', expectation: 'E[…]', randn: 'z ~ p(z) with p(z) = Normal(0, 1)[20]',
}

const plain = (written: string): string => written.replaceAll('_', '').toLowerCase()

/** The candidate that is called `written` elsewhere, or null. */
export function calledElsewhere(written: string, candidates: ReadonlySet<string>): string | null {
  const key = plain(written)
  const listed = Object.hasOwn(names, key) ? names[key]! : []
  const known = listed.find((name) => name !== written && candidates.has(name))
  if (known !== undefined) return known
  // max_pool2d, leaky_relu, batch_normalization: ours but for the way words are joined.
  return written.includes('_') ? [...candidates].find((c) => plain(c) === key) ?? null : null
}

/** How the thing is written here that is a function `written` elsewhere, or null. */
export function writtenHere(written: string): string | null {
  const key = plain(written)
  return Object.hasOwn(writings, key) ? writings[key]! : null
}

/** A long spec for measuring editors: models as the lecture writes them, one beside the other, each trained in a stage of its own. */

const HEADER = `/// Models over the same digits, side by side: what a whole course would write into one file.
/// Every model has names of its own and a stage that trains it.
model Course

data (x: image[28, 28, 1] in [0, 1], y: label(10))

hyper width = 128      // units of hidden layers
hyper rate = 1e-3

block Down(h, n) {
  h -> conv2d(n, 3, padding: same, useBias: false) -> batchNormalization(momentum: 0.9) -> relu -> maxPool2d(2)
}
`

const vae = (i: number): string => `
// ── a variational autoencoder ──

/// −ELBO = −E_q[log p(x|z)] + β KL(q(z|x) ‖ p(z))
hyper latent${i} = ${8 + i}
hyper beta${i} = 1.0

encoder Enc${i}(x) -> (mu[latent${i}], logvar[latent${i}]) {
  h = x -> flatten -> dense(2 * width, relu) -> dense(width, relu)
  mu = h -> dense(latent${i})
  logvar = h -> dense(latent${i})
}

decoder Dec${i}(z${i}) -> logits[28, 28, 1] {
  z${i} -> dense(width, relu) -> dense(2 * width, relu)
    -> dense(784) -> reshape(28, 28, 1)
}

sampler    q${i}(z${i} | x) = Normal(Enc${i}(x))
prior      p${i}(z${i})     = Normal(0, 1)[latent${i}]
likelihood p${i}(x | z${i}) = Bernoulli(Dec${i}(z${i}))

let price${i} = beta${i} * clamp(progress / 0.2, 0, 1)
let rebuilt${i} = mean(p${i}(x | z${i} = Enc${i}(x).mu))
let usual${i} = E[x in train where y == ${i % 10}: x]      // the mean image, for comparison
let far${i} = ||x - usual${i}||^2

metric divergence${i} = E[KL(q${i}(z${i} | x) || p${i}(z${i}))]
metric error${i} = E[||x - rebuilt${i}||^2] / E[far${i}]
metric active${i} = sum(E[1/2 * (Enc${i}(x).mu^2 + exp(Enc${i}(x).logvar) - 1 - Enc${i}(x).logvar)] > 0.05)

stage variational${i} {
  loss {
    reconstruction${i} = -E[z${i} ~ q${i}(z${i} | x): log p${i}(x | z${i})]
    regulariser${i}    = price${i} * KL(q${i}(z${i} | x) || p${i}(z${i}))
  }
  train {
    minimize reconstruction${i} + regulariser${i} over Enc${i}, Dec${i} with adam(rate)
    batch 128
    epochs 10
  }
  figures {
    compare(x in test[0..9]: x, rebuilt${i})
    grid(z${i} ~ p${i}(z${i}), 64: mean(p${i}(x | z${i})))
    strip(z${i} from Enc${i}(test[0].x).mu to Enc${i}(test[1].x).mu, 10: mean(p${i}(x | z${i})))
  }
}
`

const gan = (i: number): string => `
// ── a Wasserstein GAN with gradient penalty ──

prior p${i}(c${i}) = Normal(0, 1)[64]

hyper lambda${i} = 10

generator G${i}(c${i}) -> image[28, 28, 1] in [0, 1] {
  c${i} -> dense(7 * 7 * 64, relu) -> reshape(7, 7, 64)
    -> conv2dTranspose(32, 4, relu, strides: 2, padding: same)      // 14 x 14
    -> conv2dTranspose(1, 4, sigmoid, strides: 2, padding: same)    // 28 x 28
}

critic D${i}(x) -> score {
  x -> conv2d(32, 4, leakyReLU(0.2), strides: 2, padding: same)
    -> conv2d(64, 4, leakyReLU(0.2), strides: 2, padding: same)
    -> flatten -> dense(1)
}

c${i} ~ p${i}(c${i})
eps${i} ~ Uniform(0, 1)
let fake${i} = G${i}(c${i})
let xi${i} = eps${i} * x + (1 - eps${i}) * fake${i}
let slope${i} = ||grad(D${i}(xi${i}), xi${i})||

metric gradientNorm${i} = E[slope${i}]
metric gradientOff${i}  = E[abs(slope${i} - 1)]      // image by image

stage adversarial${i} {
  loss {
    distance${i} = E[D${i}(x) - D${i}(fake${i})]
    penalty${i}  = lambda${i} * E[(slope${i} - 1)^2]
  }
  train {
    repeat 5 { minimize penalty${i} - distance${i} over D${i} with adam(1e-4, beta1: 0) }
    minimize -E[D${i}(fake${i})] over G${i} with adam(1e-4, beta1: 0)
    rows train[0..9599]      // an epoch is 150 rounds
    batch 64
    epochs 20
  }
  figures {
    grid(c${i} ~ p${i}(c${i}), 64: fake${i})
    curves(distance${i}, penalty${i})
  }
}
`

const classifier = (i: number): string => `
// ── a classifier with a head on top of another's features ──

network F${i}(x) -> f[64] {
  x -> Down(8)                       // 14 x 14
    -> Down(16) -> dropout(0.2)      // 7 x 7
    -> flatten -> dense(64, relu)
}
classifier C${i}(x) -> logits[10] { F${i}(x) -> dense(width, relu) -> dense(10) }

distribution p${i}(y | x) = Categorical(C${i}(x))
let guess${i} = mode(p${i}(y | x))
let sure${i} = max(softmax(C${i}(x)))

metric accuracy${i} = E[guess${i} == y]
metric recall${i} = [k in label(10): E[(guess${i} == k) * (y == k)] / E[y == k]]
metric auroc${i} = auroc([x in test where y == 1: sure${i}], [x in test where y != 1: sure${i}])

stage supervised${i} {
  loss {
    classify${i} = -E[log p${i}(y | x)]
  }
  train {
    minimize classify${i} over F${i}, C${i} with adam(rate * (1 - progress) + 1e-5)
    batch 64
    epochs 5
  }
  figures {
    scatter(x in test[0..999]: F${i}(x)[0..1], color: y)
    histogram([x in test where guess${i} == y: sure${i}], [x in test where guess${i} != y: sure${i}])
  }
}
`

/** A valid spec of at least so many lines: the same text for the same number. */
export function longSpec(lines: number): string {
  const models = [vae, gan, classifier]
  let text = HEADER
  for (let i = 1; text.split('\n').length <= lines; i++) text += models[(i - 1) % models.length]!(i)
  return text
}

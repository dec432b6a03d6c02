import { readdirSync, readFileSync } from 'node:fs'
import temml from 'temml'
import { describe, expect, it } from 'vitest'
import { checkSource } from '../../compiler/compile.ts'
import { formulasOf } from '../../compiler/model/formula.ts'
import { latexName, latexNumber } from '../../compiler/model/latex-name.ts'

const modelOf = (source: string) => {
  const { model, diagnostics } = checkSource(source)
  if (model === null) throw new Error(diagnostics.map((d) => d.message).join('\n'))
  return model
}

/** Loss terms and metrics of a small spec, by name, without what stands left of the sign. */
function written(lines: string): Record<string, string> {
  const { lets, terms, metrics } = formulasOf(modelOf(`model M
data (x: real[2], y: label(3))
hyper lambda = 2
prior p(z) = Normal(0, 1)[2]
generator G(z) -> real[2] { z -> dense(2) }
discriminator D(x) -> probability { x -> dense(1, sigmoid) }
z ~ p(z)
${lines}
train { minimize t with adam(1e-3); batch 8; rounds 3 }
`))
  return Object.fromEntries([...lets, ...terms, ...metrics].map(({ name, latex }) => [name, latex.slice(latex.indexOf('=') + 2)]))
}

describe('formulas', () => {
  it('are those of the slides: a variational autoencoder', () => {
    const { distributions, terms, training } = formulasOf(modelOf(readFileSync('specs/vae.gen', 'utf8')))
    expect(distributions.map(({ latex }) => latex)).toEqual([
      'q_{\\phi}(z \\mid x) = \\mathcal{N}(\\mu_{\\mathrm{Enc}}(x),\\, \\sigma^2_{\\mathrm{Enc}}(x))',
      'p(z) = \\mathcal{N}(0,\\, I)',
      'p_{\\theta}(x \\mid z) = \\operatorname{Bernoulli}(\\sigma(\\mathrm{Dec}(z)))',
    ])
    expect(terms.map(({ latex }) => latex)).toEqual([
      '\\mathrm{reconstruction} = -\\mathbb{E}_{z \\sim q_{\\phi}(z \\mid x)}[\\log p_{\\theta}(x \\mid z)]',
      '\\mathrm{regulariser} = \\beta\\,\\mathrm{KL}(q_{\\phi}(z \\mid x) \\,\\|\\, p(z))',
    ])
    expect(training[0]!.formulas.map(({ latex }) => latex)).toEqual(['\\min_{\\mathrm{Enc},\\,\\mathrm{Dec}} \\; \\mathrm{reconstruction} + \\mathrm{regulariser}'])
  })

  it('are those of the slides: a game', () => {
    const { terms, training } = formulasOf(modelOf(readFileSync('specs/gan.gen', 'utf8')))
    expect(terms[0]!.latex).toBe('V = \\mathbb{E}_{x}[\\log D(x)] + \\mathbb{E}_{z}[\\log (1 - D(\\mathrm{fake}))]')
    expect(training[0]!.formulas.map(({ latex }) => latex)).toEqual(['\\max_{D} \\; V', '\\min_{G} \\; \\mathrm{generator}'])
  })

  it('keep the order of arithmetic', () => {
    expect(written(`let a = x - (x - x)
let b = -(x + x) * lambda
let c = (x + 1)^2 / 3
let d = 2 * 3^x[0]
let e = -10 * log(abs(x))
let f = x - -2 * x
loss { t = 1/2 * ||x - G(z)||^2 + lambda * ||grad(D(x), x)||^2 }
metric m = sum(E[a]) + sum(E[b + c + e + f]) + E[d]
metric hit = E[where(x[0] > 0 and not (y == 2), 1, 0)]
metric ring = E[min([k in 0..7: ||x - [cos(k), sin(k)]||])]`)).toMatchObject({
      a: 'x - (x - x)', b: '-(x + x)\\,\\lambda', c: '\\frac{{(x + 1)}^{2}}{3}', d: '2 \\cdot 3^{x_{0}}', e: '-10\\,\\log (|x|)', f: 'x - (-2\\,x)',
      t: '\\frac{1}{2}\\,{\\lVert x - G(z) \\rVert}^{2} + \\lambda\\,{\\lVert \\nabla_{\\! x} D(x) \\rVert}^{2}',
      hit: '\\mathbb{E}_{x,\\, y}\\left[\\begin{cases} 1 & x_{0} > 0 \\wedge \\neg (y = 2) \\\\ 0 & \\text{else} \\end{cases}\\right]',
      ring: '\\mathbb{E}_{x}[\\min([\\lVert x - (\\cos(k),\\, \\sin(k)) \\rVert]_{k=0}^{7})]',
    })
  })

  it('of every spec that stands alone are read by a typesetter', () => {
    let count = 0
    for (const file of readdirSync('specs')) {
      const { model } = checkSource(readFileSync(`specs/${file}`, 'utf8'))
      if (model === null) continue
      const all = formulasOf(model)
      for (const { latex } of [...all.distributions, ...all.lets, ...all.terms, ...all.metrics, ...all.training.flatMap((stage) => stage.formulas)]) {
        count++
        expect(temml.renderToString(latex, { throwOnError: true }), latex).toContain('<math')
      }
    }
    expect(count).toBeGreaterThan(100)
  })
})

describe('names', () => {
  it('become letters of mathematics', () => {
    expect(['mu', 'μ', 'xhat', 'x̂', 'z1', 'theta2', 'sigma_x', 'βₜ', 'KLqp', 'E₁', 'logvar', 'what'].map(latexName)).toEqual([
      '\\mu', 'μ', '\\hat{x}', '\\hat{x}', 'z_{1}', '\\theta_{2}', '\\sigma_{x}', 'β_{t}', '\\mathrm{KLqp}', 'E_{1}', '\\log\\sigma^2', '\\hat{w}',
    ])
  })

  it('numbers that are long become powers of ten', () => {
    expect([28, 0.5, 0.001, 1e-4, 2.5e-7, -1e-7, 1e21].map(latexNumber)).toEqual(['28', '0.5', '0.001', '10^{-4}', '2.5 \\cdot 10^{-7}', '-10^{-7}', '10^{21}'])
  })
})

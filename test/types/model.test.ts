/** Models of the specs that train first, in their particulars. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { check } from '../../compiler/check.ts'
import type { Model, Step } from '../../compiler/model/model.ts'
import { parse } from '../../grammar/parse.ts'

function modelOf(name: string, overrides: Readonly<Record<string, number>> = {}): Model {
  const source = readFileSync(`specs/${name}.gen`, 'utf8')
  const { model, diagnostics } = check(parse(source).spec, { source, overrides })
  expect(diagnostics.filter((d) => d.severity === 'error')).toEqual([])
  return model!
}

const stepsOf = (model: Model): readonly Step[] => model.stages[0]!.train!.items.flatMap((i) => (i.kind === 'step' ? [i] : []))
const entries = (model: Model, network: string): readonly string[] => model.networks.find((n) => n.name === network)!.parameters.map((p) => p.entry)
const sizes = (shape: readonly { readonly size: number }[]): readonly number[] => shape.map((a) => a.size)

describe('autoencoder', () => {
  const model = modelOf('autoencoder')
  it('has six layers with parameters named by network and layer', () => {
    expect(entries(model, 'Enc')).toEqual(['Enc.dense.kernel', 'Enc.dense.bias', 'Enc.dense_1.kernel', 'Enc.dense_1.bias', 'Enc.dense_2.kernel', 'Enc.dense_2.bias'])
    expect(model.networks[0]!.parameters[0]).toMatchObject({ shape: [784, 256], init: { kind: 'glorotUniform', fanIn: 784, fanOut: 256 }, role: 'parameter' })
  })
  it('moves everything with Adam as Keras sets it', () => {
    const [step] = stepsOf(model)
    expect(step!.parameters).toHaveLength(12)
    expect(step!.optimizer).toMatchObject({ name: 'adam', learningRate: { kind: 'constant', value: 1e-3 }, options: { beta1: 0.9, beta2: 0.999, epsilon: 1e-7 } })
  })
  it('keeps the declared range, and reads rows of the test split', () => {
    expect(model.equations.find((e) => e.name === 'xhat')!.value.type).toMatchObject({ kind: { name: 'image' }, range: [0, 1], per: 'sample' })
    const strip = model.stages[0]!.figures[1]!
    expect(strip.binders[0]).toMatchObject({ kind: 'path', variable: 'h', count: 10 })
  })
  it('takes hypers from outside', () => {
    const wide = modelOf('autoencoder', { code: 5 })
    expect(wide.hypers).toMatchObject([{ name: 'code', value: 5, source: 'set' }])
    expect(wide.networks[0]!.outputs[0]!.type.shape).toEqual([{ size: 5, name: 'code' }])
  })
})

describe('pca', () => {
  const model = modelOf('pca')
  it('ties the decoder to the encoder', () => {
    expect(entries(model, 'Enc')).toEqual(['Enc.code.kernel', 'Enc.code.bias'])
    expect(entries(model, 'Dec')).toEqual(['Dec.dense.bias'])
    expect(stepsOf(model)[0]!.parameters).toEqual(['Enc.code.kernel', 'Enc.code.bias', 'Dec.dense.bias'])
  })
  it('has a schedule for a learning rate', () => {
    expect(stepsOf(model)[0]!.optimizer).toMatchObject({ name: 'sgd', learningRate: { kind: 'call', op: 'div' }, options: { momentum: 0.9 } })
  })
})

describe('contractive', () => {
  it('has one number a sample for its Jacobian', () => {
    const model = modelOf('contractive')
    const stretch = model.equations.find((e) => e.name === 'stretch')!.value
    expect(stretch).toMatchObject({ kind: 'call', op: 'pow', type: { shape: [] } })
    const norm = stretch.kind === 'call' ? stretch.args[0]! : stretch
    const jacobian = norm.kind === 'call' ? norm.args[0]! : norm
    expect(jacobian.kind).toBe('jacobian')
    expect(sizes(jacobian.type.shape)).toEqual([300, 28, 28, 1])
  })
})

describe('vae', () => {
  const model = modelOf('vae')
  it('fills the sampler by the names of the outputs', () => {
    const q = model.distributions.find((d) => d.key === 'q(z|x)')!
    expect(q.value).toMatchObject({ family: 'Normal', loc: { kind: 'apply', output: 'mu' }, spread: { as: 'logvar', value: { kind: 'apply', output: 'logvar' } } })
    expect(sizes(q.value.event)).toEqual([20])
  })
  it('scores grey pixels by cross-entropy', () => {
    expect(model.distributions.find((d) => d.key === 'p(x|z)')!.value).toMatchObject({ family: 'Bernoulli', parameter: { as: 'logits' }, grey: true })
  })
  it('has its divergence in closed form, and its log as part of the density', () => {
    expect(model.equations.find((e) => e.name === 'regulariser')!.value).toMatchObject({ op: 'mul', args: [{ kind: 'constant', name: 'beta' }, { kind: 'divergence', method: 'closed form' }] })
    expect(model.equations.find((e) => e.name === 'reconstruction')!.value).toMatchObject({
      op: 'neg', args: [{ kind: 'bind', reducer: 'E', binders: [{ kind: 'draws', variable: 'z', count: 1 }], body: { kind: 'density', log: true } }],
    })
  })
})

describe.each(['gan', 'ring-gan'])('%s', (name) => {
  const model = modelOf(name)
  it('lets each player move its own', () => {
    const [d, g] = stepsOf(model)
    expect([d!.direction, g!.direction]).toEqual(['maximize', 'minimize'])
    expect(d!.parameters).toEqual(entries(model, 'D'))
    expect(g!.parameters).toEqual(entries(model, 'G'))
  })
  it('has a probability of no axes, drawn noise, and terms of one number', () => {
    expect(model.networks.find((n) => n.name === 'D')!.outputs[0]!.type).toMatchObject({ kind: { name: 'probability' }, shape: [], range: [0, 1] })
    expect(model.draws).toMatchObject([{ name: 'z', from: { kind: 'named', key: 'p(z)' } }])
    expect(model.equations.filter((e) => e.role === 'term').map((e) => [e.value.type.shape, e.value.type.per])).toEqual([[[], 'one'], [[], 'one']])
  })
})

describe('stages', () => {
  it('a progressive GAN means something else in every stage', () => {
    const model = modelOf('progressive-gan')
    expect(model.stages.map((s) => sizes(s.networks[0]!.formals[0]!.type.shape))).toEqual([[7, 7, 1], [14, 14, 1], [28, 28, 1]])
    expect(model.stages[0]!.equations.map((e) => e.name)).toEqual(['real', 'fake', 'V', 'generator'])
    expect(model.stages.map((s) => s.figures.length)).toEqual([0, 0, 1])
  })
  it('heads on a frozen encoder move alone', () => {
    const model = modelOf('features')
    const moved = model.stages.map((s) => s.train!.items.flatMap((i) => (i.kind === 'step' ? i.parameters.map((p) => p.split('.')[0]!) : [])))
    expect(moved.map((m) => [...new Set(m)])).toEqual([['Enc', 'Dec'], ['Hidden', 'Code', 'Raw']])
    expect(model.stages[1]!.train!.rows).toMatchObject({ split: 'train', rows: [0, 9], per: 'y' })
  })
})

describe('data', () => {
  it('knows what only metrics read', () => {
    expect(modelOf('domain-adversarial').data.flatMap((d) => d.fields.map((f) => [f.name, f.evaluationOnly]))).toEqual([['x', false], ['y', false], ['t', false], ['k', true]])
  })
})

describe('activations', () => {
  it('gelu is a word of a layer, a layer and a function, and keeps to its bounds', () => {
    const source = 'data (x: real[4] in [0, 1])\nnetwork F(x) { x -> dense(3, gelu) -> gelu }\nlet a = gelu(x)\nloss { size = ||F(x)||^2 + sum(a) }\ntrain { minimize size with adam(1e-3) }\n'
    const { model, diagnostics } = check(parse(source).spec, { source })
    expect(diagnostics).toEqual([])
    const result = model!.networks[0]!.body.results[0]!
    expect(result).toMatchObject({ kind: 'call', op: 'gelu', args: [{ kind: 'layer', activation: { op: 'gelu', options: {} } }] })
    expect(model!.equations.find((e) => e.name === 'a')!.value.type).toMatchObject({ kind: { name: 'real' }, range: [0, 1] })
  })
})

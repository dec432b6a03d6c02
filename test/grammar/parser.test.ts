import { describe, expect, test } from 'vitest'
import { GenParser } from '../../grammar/parser.ts'
import { keywordTexts } from '../../grammar/tokens.ts'
import { expr, lisp, meaning, right, specs } from './support.ts'

test('the grammar passes the validation that production skips', () => {
  expect(() => new GenParser({ validate: true })).not.toThrow()
})

test.each(specs)('%s parses without a problem', (_, source) => {
  const spec = right(source)
  expect(spec.declarations[0]?.kind).toBe('model')
})

describe('precedence', () => {
  test.each([
    ['a + b * c', '(+ a (* b c))'], ['a * b + c', '(+ (* a b) c)'], ['a - b - c', '(- (- a b) c)'], ['a / b / c', '(/ (/ a b) c)'],
    ['a ^ b ^ c', '(^ a (^ b c))'], ['-a ^ 2', '(- (^ a 2))'], ['2 ^ -x', '(^ 2 (- x))'], ['2^-x^2', '(^ 2 (- (^ x 2)))'], ['-a * b', '(* (- a) b)'],
    ['a * -b', '(* a (- b))'], ['- - a', '(- (- a))'], ['x²', '(^ x ²)'], ['-x² + 1', '(+ (- (^ x ²)) 1)'], ['2^x²', '(^ 2 (^ x ²))'], ['x²^3', '(^ (^ x ²) 3)'],
    ['a < b + 1', '(< a (+ b 1))'], ['not a == b', '(not (== a b))'], ['not a and b', '(and (not a) b)'], ['a and b or c and d', '(or (and a b) (and c d))'],
    ['a or b -> f', '(-> (or a b) f)'], ['x -> f -> g(1)', '(-> (-> x f) g(1))'], ['a + b -> f', '(-> (+ a b) f)'],
    ['(a + b) * c', '(* (+ a b) c)'], ['f(x).y[0]', 'f(x).y[0]'], ['-f(x)^2', '(- (^ f(x) 2))'], ['a ≤ b', '(<= a b)'], ['a · b', '(* a b)'], ['a − b', '(- a b)'],
    ['x → f', '(-> x f)'], ['a ≠ b', '(!= a b)'],
  ])('%s', (source, structure) => expect(lisp(expr(source))).toBe(structure))

  test.each([
    ['log D(x) - 1', '(- (log D(x)) 1)'], ['log p(x | z) * p(z) / q(z | x)', '(/ (* (log p(x given z)) p(z)) q(z given x))'], ['-log p(y)', '(- (log p(y)))'],
    ['log D(x)^2', '(^ (log D(x)) 2)'], ['log(1 - a)', 'log((- 1 a))'], ['log J.p(y = k | x)', '(log J.p(k given x))'], ['-log E[a]', '(- (log E{: a}))'],
    ['log x', '(log x)'], ['log log x', '(log (log x))'], ['log ||x||', '(log (norm x))'], ['log', 'log'], ['log + 1', '(+ log 1)'], ['log batch', '(log batch)'],
  ])('%s', (source, structure) => expect(lisp(expr(source))).toBe(structure))
})

describe('`||`', () => {
  test.each([
    ['||x - y||^2', '(^ (norm (- x y)) 2)'], ['‖x − y‖²', '(^ (norm (- x y)) ²)'], ['KL(q(z | x) || p(z))', 'KL(q(z given x) versus p(z))'],
    ['KL(q || p) + ||x||', '(+ KL(q versus p) (norm x))'], ['||||x|| - ||y||||', '(norm (- (norm x) (norm y)))'],
    ['f(||x||, ||y||)', 'f((norm x) (norm y))'], ['KL(||x|| || ||y||)', 'KL((norm x) versus (norm y))'], ['2 * ||x||', '(* 2 (norm x))'], ['||f(a || b)||', '(norm f(a versus b))'],
  ])('%s', (source, structure) => expect(lisp(expr(source))).toBe(structure))
})

describe('brackets after a name', () => {
  test.each([
    ['E[log D(x)]', 'E{: (log D(x))}'], ['E[z ~ q(z | x), 5: log p(x | z)]', 'E{z: (log p(x given z))}'], ['argmax[y in label(10): elbo]', 'argmax{y: elbo}'],
    ['E[x in test where y == k: a]', 'E{x: a}'], ['each[y]', 'each[y]'], ['Normal(0, 1)[64]', 'Normal(0 1)[64]'], ['h[0..3, 1]', 'h[0..3 1]'], ['J.E[0]', 'J.E[0]'],
    ['[k in 0..7: k * 2]', '{k: (* k 2)}'], ['[1, 2]', '[1 2]'], ['[]', '[]'], ['max[v from 0 to 1, 5: v]', 'max{v: v}'], ['sum[z ~ p(z), 5, y in S: z]', 'sum{z y: z}'],
  ])('%s', (source, structure) => expect(lisp(expr(source))).toBe(structure))
})

describe('binders', () => {
  const binders = (source: string): unknown => {
    const e = expr(source)
    return e.kind === 'call' || e.kind === 'reduce' || e.kind === 'comprehension' ? meaning(e.binders) : undefined
  }
  const name = (text: string): object => ({ kind: 'name', text })
  const number = (text: string): object => ({ kind: 'number', value: Number(text), text })
  test('a draw with a count', () => {
    expect(binders('grid(z ~ p, 64: fake)')).toEqual([{ kind: 'draws', name: { text: 'z' }, from: name('p'), count: number('64') }])
  })
  test('rows of a split, by class, with a condition', () => {
    expect(binders('f(x in strange.test[0..9 per y] where a: x)')).toEqual([{
      kind: 'in', name: { text: 'x' },
      set: {
        base: { kind: 'member', object: name('strange'), property: { text: 'test' } }, rows: { kind: 'range', from: number('0'), to: number('9') },
        per: { text: 'y' }, where: name('a'),
      },
    }])
  })
  test('a range, a label set, a whole split', () => {
    const set = (source: string): unknown => (binders(`[k in ${source}: k]`) as { set: unknown }[])[0]!.set
    expect(set('0..7')).toEqual({ base: { kind: 'range', from: number('0'), to: number('7') }, rows: null, per: null, where: null })
    expect(set('test')).toEqual({ base: name('test'), rows: null, per: null, where: null })
    expect(set('test[3]')).toEqual({ base: name('test'), rows: number('3'), per: null, where: null })
    expect(set('label(10)')).toMatchObject({ base: { kind: 'call' }, rows: null })
  })
  test('a path with a count, then a draw', () => {
    expect(binders('strip(z from a to b, 10, e ~ q: z)')).toEqual([
      { kind: 'path', name: { text: 'z' }, from: name('a'), to: name('b'), count: number('10') },
      { kind: 'draws', name: { text: 'e' }, from: name('q'), count: null },
    ])
  })
  test('the body of a figure has several arguments, some named', () => {
    const e = expr('heatmap(x from [-2, -2] to [2, 2]: D(x), points: fake, x)')
    expect(e.kind === 'call' && e.args.map(arg => [arg.name?.text ?? null, arg.separator, lisp(arg.value)])).toEqual([
      [null, null, 'D(x)'], ['points', ':', 'fake'], [null, null, 'x'],
    ])
  })
  test('a density at given values', () => {
    const e = expr('p(x = xhat | z, y = 3)')
    expect(e.kind === 'call' && [...e.args, ...e.barArgs].map(arg => [arg.name?.text, arg.separator])).toEqual([['x', '='], [undefined, null], ['y', '=']])
  })
})

describe('words of the language are names where a name may stand', () => {
  test.each(keywordTexts.filter(word => !['and', 'or', 'not'].includes(word)))('%s', word => {
    expect(lisp(expr(`${word} + f(${word}, ${word}: 1) * ${word}.${word}`))).toContain(word)
    right(`${word} ~ p(${word})\nlet ${word} = ${word}[0]\nhyper ${word} = 1\ndata ${word} (${word}: real)\nloss { ${word} = ${word} }\n`
      + `network ${word}(${word}) -> ${word}[2] { ${word} = ${word}\n ${word} }\nfigures { ${word}(${word} in ${word}, ${word} ~ ${word}: ${word}) }\n`
      + `sampler ${word}(${word} | ${word}) = ${word}(${word})\ntrain { minimize ${word} over ${word} with ${word}(1)\n batch ${word}\n rows ${word}[0] where ${word} }`)
  })
})

test('`clip` ends a step, and is a name anywhere else', () => {
  const [train] = right('train { minimize a over clip with adam(clip) clip clip + 1; minimize clip with clip }').declarations
  expect(meaning(train)).toMatchObject({ statements: [
    { over: [{ text: 'clip' }], optimizer: { kind: 'call', args: [{ value: { text: 'clip' } }] }, clip: { kind: 'binary', op: '+', left: { text: 'clip' } } },
    { objective: { text: 'clip' }, optimizer: { text: 'clip' } },
  ] })
  expect(meaning(train)).not.toHaveProperty('statements.1.clip')
  expect(lisp(expr('log clip + ||clip|| + KL(clip || clip)'))).toBe('(+ (+ (log clip) (norm clip)) KL(clip versus clip))')
})

describe('newlines', () => {
  const names = (source: string): string[] => right(source).declarations.map(d => 'name' in d && d.name ? d.name.text : d.kind)
  test.each([
    ['let a = 1\nlet b = 2', ['a', 'b']], ['let a = 1; let b = 2;', ['a', 'b']], ['let a = f(\n1,\n2\n)\nlet b = 2', ['a', 'b']], ['let a = x\n  -> f\n\n// why\n  -> g\nlet b = 1', ['a', 'b']],
    ['let a = 1 +\n 2\nlet b = [\n1\n]', ['a', 'b']], ['let a =\n 1\nlet b = 2', ['a', 'b']], ['\n\n;;let a = 1\n;\n', ['a']], ['let a = not\nb', ['a']],
    ['let a = (1\n+ 2)\r\nlet b = 2\r\n', ['a', 'b']], ['train\n{\n batch 3\n}\nlet b = 2', ['train', 'b']], ['let a = over\nlet b = in', ['a', 'b']],
    ['loss { a = 1; b = 2 }; let c = 3', ['loss', 'c']],
  ])('%j', (source, expected) => expect(names(source)).toEqual(expected))
})

describe('declarations', () => {
  test('data, its types and options', () => {
    expect(meaning(right('data mnist (t: image[28, 28, 1] in [0, 1] resize bilinear, y: label(10)[32, 32], l: tokens(V)[L], r: real)').declarations[0])).toMatchObject({
      kind: 'data', name: { text: 'mnist' },
      fields: [
        { name: { text: 't' }, type: { word: { text: 'image' }, range: [{ text: '0' }, { text: '1' }] }, options: [{ name: { text: 'resize' }, value: { text: 'bilinear' } }] },
        { type: { word: { text: 'label' }, args: [{ text: '10' }], shape: [{ text: '32' }, { text: '32' }] } }, { type: { args: [{ text: 'V' }] } },
        { type: { word: { text: 'real' }, shape: null, range: null } },
      ],
    })
  })
  test('outputs of a network', () => {
    const [a, b, c, d] = right('encoder A(x) -> (mu[2], h: real[3]) { mu = x; h = x }\nnetwork B(x, y) -> xhat: image[2] in [0, 1] { x }\nnetwork C(x) -> probability { x }\nblock D(x) { x }').declarations
    expect(meaning(a)).toMatchObject({ parenthesised: true, outputs: [{ name: { text: 'mu' }, annotated: false }, { name: { text: 'h' }, annotated: true }], body: [{ name: { text: 'mu' } }, {}] })
    expect(meaning(b)).toMatchObject({ parenthesised: false, formals: [{ text: 'x' }, { text: 'y' }], outputs: [{ name: { text: 'xhat' }, type: { word: { text: 'image' } } }] })
    expect(meaning(c)).toMatchObject({ outputs: [{ name: { text: 'probability' }, annotated: false }], body: [{ name: null }] })
    expect(meaning(d)).toMatchObject({ role: 'block', outputs: [] })
  })
  test('distributions', () => {
    expect(meaning(right('likelihood p(x, y | z, c) = Bernoulli(Dec(z))').declarations[0])).toMatchObject({
      role: 'likelihood', variables: [{ text: 'x' }, { text: 'y' }], conditions: [{ text: 'z' }, { text: 'c' }],
    })
  })
  test('weights', () => {
    expect(meaning(right('weight s[] = 0\nweight W[3, 4] = 0\nweight t = 1').declarations.map(d => d.kind === 'weight' ? d.shape.length : -1))).toEqual([0, 2, 0])
  })
  test('train', () => {
    const [train] = right(`train {
      repeat 5 { minimize a - b over D, E with adam(1e-4, beta1: 0); rows train where y != 7 }
      maximize V with sgd(0.1)
      batch 64; rounds 5000
      report every 5 epochs
    }`).declarations
    expect(meaning(train)).toMatchObject({
      statements: [
        { kind: 'repeat', statements: [{ kind: 'step', direction: 'minimize', over: [{ text: 'D' }, { text: 'E' }] }, { kind: 'rows', set: { where: { op: '!=' } } }] },
        { kind: 'step', direction: 'maximize', over: [] }, { word: 'batch' }, { word: 'rounds' }, { kind: 'report', unit: 'epochs', every: { text: '5' } },
      ],
    })
  })
  test('import and given', () => {
    expect(meaning(right('import {\n A,\n B } from "./b.gen"\ngiven J from "./j.gen"').declarations)).toMatchObject([
      { names: [{ text: 'A' }, { text: 'B' }], from: { value: './b.gen' } }, { name: { text: 'J' }, from: { value: './j.gen' } },
    ])
  })
  test('a stage holds declarations', () => {
    expect(meaning(right('stage s { train { epochs 1 }; metric m = 1; let a = 2 }').declarations[0])).toMatchObject({ declarations: [{ kind: 'train' }, { kind: 'metric' }, { kind: 'let' }] })
  })
})

test('doc comments go to the declaration below', () => {
  const spec = right('// header\n\n/// One.\n/// Two.\n// note\nmodel M\n\nlet a = 1 /// not this\nlet b = 2\n/// far\n\n/// near\nloss {\n  /// The term.\n  t = 1\n}')
  expect(spec.declarations.map(d => d.doc)).toEqual(['One.\nTwo.', '', '', 'near'])
  const [, , , loss] = spec.declarations
  expect(loss?.kind === 'loss' && loss.terms[0]!.doc).toBe('The term.')
  expect(spec.comments).toHaveLength(8)
})

test('spans reach over parentheses of the parts, not of the whole', () => {
  const source = 'let e = (a + b) * (c)'
  const [d] = right(source).declarations
  if (d?.kind !== 'let' || d.value.kind !== 'binary') throw new Error('shape')
  const text = ({ start, end }: { start: number; end: number }): string => source.slice(start, end)
  expect(text(d.value.span)).toBe('(a + b) * (c)')
  expect(text(d.value.left.span)).toBe('a + b')
  expect(text(d.value.right.span)).toBe('c')
  expect(text(d.value.opSpan)).toBe('*')
})

/**
 * A graph as one JavaScript module: a function for every network, its gradients and every program. The module depends on
 * nothing: whoever uses it hands it TensorFlow.js.
 */
import type { Graph, Initializer, StoreEntry } from '../../graph/graph.ts'
import type { Notes, Spec } from './notes.ts'
import type { Update } from './updates.ts'
import { literal } from '../../ops/sources.ts'
import { exampleCall } from './feeds.ts'
import { FunctionTable, functionKey } from './functions.ts'
import { argumentsOf, nameWithin } from './hints.ts'
import { Names, commentText, literalKey, quoted } from './names.ts'
import { notesOf } from './notes.ts'
import { alike, outline } from './outline.ts'
import type { Outline } from './outline.ts'
import { ownFactors } from './own-factors.ts'
import { writeProgram } from './program.ts'
import { readersOf } from './regions.ts'
import { updateKey, writeUpdate } from './updates.ts'

export interface Emitted {
  /** The module, not yet laid out. */
  readonly text: string
  /** The same without `export`, to be run as the body of a function. */
  readonly script: string
  /** The function of each program. */
  readonly functions: Readonly<Record<string, string>>
}

export interface ModuleOptions {
  /** Adds what the graph does not know: formulas in comments, the names of arguments. */
  readonly spec?: Spec | undefined
  /** What the module's file will be called, for the example in its header. By default after the model. */
  readonly file?: string | undefined
  /** Rows a batch in the example. */
  readonly batch?: number | undefined
}

export function emitModule(graph: Graph, { spec, file = `${graph.model}.js`, batch = 32 }: ModuleOptions = {}): Emitted {
  const notes = notesOf(spec)
  const names = new Names()
  const outlines = alike(ownFactors(graph.programs).map((p) => outline(p, notes.formal)))
  const functions = Object.fromEntries(graph.programs.map((p) => [p.name, names.take(p.name)]))
  const networks = networkFunctions(outlines, notes).write(names)
  const updates = updateFunctions(outlines, names)
  const programs = outlines.map((o) => writeProgram(o, functions[o.program.name]!, { networks: networks.signatures, updates: updates.known }, names, notes))
  const model = [
    'function createModel(tf) {',
    [...networks.texts, ...updates.texts, ...programs].join('\n\n'),
    '',
    `return { initialize: (seed) => initialize(tf, seed), ${Object.values(functions).join(', ')} }`,
    '}',
  ].join('\n')
  const head = header(graph, functions, file, batch, spec?.model.givens.map(({ name }) => name) ?? [])
  const parts = { variables: variables(graph.store), helpers: helpers(graph), load: loading, model: `/** Every program of the model, over \`tf\`: @tensorflow/tfjs, or its core with a backend. */` }
  const write = (prefix: string): string =>
    [head, `${parts.variables.replace('const', `${prefix}const`)}`, `${parts.model}\n${prefix}${model}`, `${parts.load[0]}\n${prefix}${parts.load[1]}`, parts.helpers].join('\n\n') + '\n'
  return { text: write('export '), script: write(''), functions }
}

function networkFunctions(outlines: readonly Outline[], notes: Notes): FunctionTable {
  const table = new FunctionTable()
  for (const { program, sections, hints } of outlines) {
    const readers = readersOf(program)
    for (const s of sections) {
      if (s.kind !== 'call' || s.key !== functionKey(s.fragment, s.unit.label!)) continue
      const { network } = s.unit.label!
      const [argument, ...others] = argumentsOf(program, program.nodes[s.unit.nodes[0]!]!)
      const inner = s.fragment.values.map((id) => {
        if (id === argument?.id && !others.length) return notes.formal(network!) ?? null
        return program.nodes[id]!.origin.phase === 'backward' ? nameWithin(program, program.nodes[id]!, readers, hints) : null
      })
      table.add(s.fragment, s.unit.label!, s.fragment.sources.map((id) => hints[id]!), inner)
    }
  }
  for (const { sections } of outlines) for (const s of sections) if (s.kind === 'call') table.use(s.key, s.outputs)
  return table
}

function updateFunctions(outlines: readonly Outline[], names: Names) {
  const known = new Map<string, { name: string }>()
  const texts: string[] = []
  const add = (update: Update, o: Outline): void => {
    const key = updateKey(update)
    if (known.has(key)) return
    const name = names.take('update')
    known.set(key, { name })
    texts.push(writeUpdate(update, name, names, o.hints).text)
  }
  for (const o of outlines) for (const s of o.sections) if (s.kind === 'update') for (const u of s.updates) add(u, o)
  return { known, texts }
}

function header(graph: Graph, functions: Readonly<Record<string, string>>, file: string, batch: number, givens: readonly string[]): string {
  const training = graph.programs.find((p) => p.updates.length) ?? graph.programs[0]
  const drawing = graph.programs.find((p) => p.name === 'sample' && p !== training)
  const train = training && exampleCall(training, { name: functions[training.name]!, store: 'store', result: 'results' })
  const draw = drawing && exampleCall(drawing, { name: functions[drawing.name]!, store: 'trained', result: 'samples' })
  const code = (...lines: readonly string[]): string[] => lines.map((line) => (line === '' ? ' *' : ` *     ${line}`))
  return [
    '/**',
    ` * ${commentText(graph.model)}: the training graph as TensorFlow.js, gradients and updates written out.`,
    ' *',
    ` * Generated by genc from the spec with hash ${commentText(graph.specHash)}. Change the spec, not this file.`,
    ' *',
    ...code(
      "import * as tf from '@tensorflow/tfjs'",
      `import { createModel, load } from ${commentText(quoted(`./${file}`))}`,
      '',
      'const model = createModel(tf)',
      'const store = model.initialize(0)',
      ...(train?.usesBatch || draw?.usesBatch ? [`const batch = ${batch}`] : []),
      ...(train?.lines ?? []),
    ),
    ' *',
    ' * The store holds the tensors that live between runs, by name. A program that updates entries puts the new tensors in',
    ' * their place and disposes of the old ones. Feeds stay yours; results, tensors by name, are yours to dispose of.',
    ' *',
    ...(givens.length === 0 ? [] : [` * Trained before: ${commentText(givens.join(', '))}. \`initialize\` knows nothing of what they learned; the checkpoints below do.`, ' *']),
    ' * Weights that genc trained are in the checkpoints of its run folder, under the names that `variables` has below:',
    ' *',
    ...code(
      "import { readFileSync } from 'fs'      // in a browser: await (await fetch(url)).arrayBuffer()",
      '',
      "const trained = load(tf, readFileSync('runs/latest/checkpoints/best.safetensors'))",
      ...(draw?.lines ?? []),
    ),
    ' */',
  ].join('\n')
}

/** Comment and text of the function that reads checkpoints. */
const loading = [
  '/** A store with the values of a checkpoint: the bytes of a safetensors file, as an ArrayBuffer or Uint8Array. */',
  `function load(tf, bytes) {
const { buffer } = new Uint8Array(bytes)
const start = 8 + new DataView(buffer).getUint32(0, true)
const header = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 8, start - 8)))
const store = {}
for (const [name, { shape, dtype }] of Object.entries(variables)) {
if (header[name]?.shape.join() !== shape.join()) throw new Error(\`the checkpoint has no \${name} of shape [\${shape}]\`)
const [from, to] = header[name].data_offsets
const data = buffer.slice(start + from, start + to)
store[name] = tf.tensor(dtype === 'int32' ? new Int32Array(data) : new Float32Array(data), shape, dtype)
}
return store
}`,
] as const

function variables(store: readonly StoreEntry[]): string {
  const rows = store.map((e) => `${literalKey(e.name)}: { shape: [${e.shape.join(', ')}]${e.dtype === 'float32' ? '' : `, dtype: '${e.dtype}'`}, init: ${init(e.init)} },`)
  return ['/** What the store holds: shapes and how each entry begins. */', 'const variables = {', ...rows, '}'].join('\n')
}

/** A call of one of the initializers below, or its name where it has no options. */
function init({ kind, ...options }: Initializer): string {
  const values = Object.values(options).map((v) => literal(v as number))
  return values.length ? `${kind}(${values.join(', ')})` : kind
}

/** Functions from shape and seed to a tensor, made from their options. Formulas as in Keras. */
const initializers: Readonly<Record<Initializer['kind'], string>> = {
  zeros: 'function zeros(tf, shape, seed, dtype) { return tf.zeros(shape, dtype) }',
  ones: 'function ones(tf, shape, seed, dtype) { return tf.ones(shape, dtype) }',
  constant: 'function constant(value) { return (tf, shape, seed, dtype) => tf.fill(shape, value, dtype) }',
  glorotUniform: 'function glorotUniform(fanIn, fanOut) { return uniform(-Math.sqrt(6 / (fanIn + fanOut)), Math.sqrt(6 / (fanIn + fanOut))) }',
  heUniform: 'function heUniform(fanIn) { return uniform(-Math.sqrt(6 / fanIn), Math.sqrt(6 / fanIn)) }',
  heNormal: 'function heNormal(fanIn) {\n// The deviation that is left when a normal is cut off at 2.\n'
    + 'return (tf, shape, seed) => tf.truncatedNormal(shape, 0, Math.sqrt(2 / fanIn) / 0.87962566, \'float32\', seed)\n}',
  normal: 'function normal(std) { return (tf, shape, seed) => tf.randomNormal(shape, 0, std, \'float32\', seed) }',
  uniform: 'function uniform(low, high) { return (tf, shape, seed) => tf.randomUniform(shape, low, high, \'float32\', seed) }',
}

function helpers({ store, programs }: Graph): string {
  const used = new Set(store.map((e) => e.init.kind))
  if (used.has('glorotUniform') || used.has('heUniform')) used.add('uniform')
  return [
    '/** A store with first values; other seeds give other values. */',
    'function initialize(tf, seed = 0) {',
    'const store = {}',
    'Object.entries(variables).forEach(([name, { shape, dtype, init }], i) => { store[name] = init(tf, shape, 1000 * seed + i + 1, dtype) })',
    'return store',
    '}',
    '',
    ...Object.entries(initializers).flatMap(([kind, text]) => (used.has(kind as Initializer['kind']) ? [text, ''] : [])),
    ...(programs.some((p) => p.updates.length)
      ? ['/** Puts new tensors in the place of old ones, which are disposed of. */', 'function replace(store, updates) {',
        'for (const [name, value] of Object.entries(updates)) {', 'store[name].dispose()', 'store[name] = value', '}', '}']
      : []),
  ].join('\n')
}

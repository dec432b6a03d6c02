import { readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Builder } from '../../compiler/graph/builder.ts'
import { readGraphJson, writeGraphJson } from '../../compiler/graph/json.ts'
import { graphText, originText, programText } from '../../compiler/graph/text.ts'
import { batchDim } from '../../compiler/graph/graph.ts'
import { problemsOf } from '../../compiler/graph/verify.ts'
import { finished, runPasses } from '../../compiler/passes/pipeline.ts'
import { programs } from '../passes/programs.ts'
import { graphOf, store, trainProgram } from './example.ts'

const schema = JSON.parse(readFileSync(new URL('../../compiler/graph/graph.schema.json', import.meta.url), 'utf8')) as object
const validate = new Ajv({ allErrors: true }).compile(schema)

describe('text form', () => {
  test('of a program as it is lowered', () => {
    expect(programText(trainProgram())).toMatchInlineSnapshot(`
      "program train
        feed x: f32[B, 4]                                                     // data mnist.x
        feed progress: f32[]                                                  // clock progress
        %0: f32[B, 4] = input(name: "x")
        %1: f32[B, 4] = random(distribution: "normal", draws: 1, pass: 0, site: "r", size: 4, stream: "train")
        %2: f32[4, 2] = read(entry: "Enc.code.kernel")
        %3: f32[B, 4] = add(%0, %1)                                           // Enc.code
        %4: f32[B, 2] = matmul(%3, %2)                                        // Enc.code
        %5: f32[B, 4] = matmul(%4, %2, transposeB: true)                      // Dec#1
        %6: f32[B, 4] = sub(%0, %5)                                           // (reconstruction)
        %7: f32[B, 4] = square(%6)                                            // (reconstruction)
        %8: f32[] = mean(%7)                                                  // (reconstruction)
        %9: f32[] = input(name: "progress")                                   // step 0, update
        %10: f32[] = constant(value: -0.1)                                    // step 0, update
        %11: f32[] = mul(%9, %10)                                             // step 0, update
        %12: f32[4, 2] = grad(%8, %2)                                         // step 0, update
        %13: f32[4, 2] = mul(%11, %12)                                        // step 0, update
        %14: f32[4, 2] = add(%2, %13)                                         // step 0, update
        output reconstruction = %8
        update Enc.code.kernel = %14
      "
    `)
  })

  test('of the program that engines run', () => {
    expect(programText(runPasses(trainProgram(), { flavour: 'wasm' }).at(-1)!.program)).toMatchInlineSnapshot(`
      "program train
        feed x: f32[B, 4]                                                     // data mnist.x
        feed progress: f32[]                                                  // clock progress
        feed noise:r: f32[B, 4]                                               // normal noise r, train, 4
        %0: f32[B, 4] = input(name: "x")
        %1: f32[B, 4] = input(name: "noise:r")
        %2: f32[4, 2] = read(entry: "Enc.code.kernel")
        %3: f32[B, 4] = add(%0, %1)                                           // Enc.code
        %4: f32[B, 2] = matmul(%3, %2)                                        // Enc.code
        %5: f32[2, 4] = transpose(%2, perm: [1, 0])                           // Dec#1
        %6: f32[B, 4] = matmul(%4, %5)                                        // Dec#1
        %7: f32[B, 4] = sub(%0, %6)                                           // (reconstruction)
        %8: f32[B, 4] = square(%7)                                            // (reconstruction)
        %9: f32[] = mean(%8)                                                  // (reconstruction)
        %10: f32[] = input(name: "progress")                                  // step 0, update
        %11: f32[] = constant(value: -0.1)                                    // step 0, update
        %12: f32[] = mul(%10, %11)                                            // step 0, update
        %13: f32[] = size(dim: 4*B)                                           // (reconstruction), step 0, backward
        %14: f32[] = reciprocal(%13)                                          // (reconstruction), step 0, backward
        %15: f32[] = constant(value: -2)                                      // (reconstruction), step 0, backward
        %16: f32[] = mul(%14, %15)                                            // (reconstruction), step 0, backward
        %17: f32[B, 4] = mul(%7, %16)                                         // (reconstruction), step 0, backward
        %18: f32[B, 2] = matmul(%17, %2)                                      // Dec#1, step 0, backward
        %19: f32[4, B] = transpose(%17, perm: [1, 0])                         // Dec#1, step 0, backward
        %20: f32[4, 2] = matmul(%19, %4)                                      // Dec#1, step 0, backward
        %21: f32[4, B] = transpose(%3, perm: [1, 0])                          // Enc.code, step 0, backward
        %22: f32[4, 2] = matmul(%21, %18)                                     // Enc.code, step 0, backward
        %23: f32[4, 2] = add(%20, %22)                                        // Enc.code, step 0, backward
        %24: f32[4, 2] = mul(%23, %12)                                        // step 0, update
        %25: f32[4, 2] = add(%2, %24)                                         // step 0, update
        output reconstruction = %9
        update Enc.code.kernel = %25
      "
    `)
  })

  test('of the store', () => {
    expect(graphText(graphOf())).toMatchInlineSnapshot(`
      "model Linear
      spec sha256:00

      store
        parameter Enc.code.kernel: f32[4, 2] = glorotUniform(fanIn: 4, fanOut: 2)
        slot Enc.code.kernel/momentum: f32[4, 2] = zeros
        parameter scale: f32[] = -Infinity
        counter count: i32[] = uniform(0, 1)

      "
    `)
  })

  test('of origins', () => {
    expect(originText({ phase: 'forward' })).toBe('')
    expect(originText({ phase: 'backward', network: 'Enc', application: 1, layer: 'dense', term: 'kl', step: 2 })).toBe('Enc#1.dense (kl), step 2, backward')
  })
})

describe('JSON form', () => {
  const graph = graphOf(trainProgram(), ...finished(graphOf(trainProgram()), 'portable').programs)

  test('is valid by its schema and reads back', () => {
    const text = writeGraphJson(graph)
    expect(validate(JSON.parse(text)), JSON.stringify(validate.errors)).toBe(true)
    expect(readGraphJson(text)).toEqual(graph)
    expect(writeGraphJson(readGraphJson(text))).toBe(text)
  })

  test('keeps numbers that JSON lacks', () => {
    const b = new Builder()
    for (const value of [Infinity, -Infinity, -0, 0]) b.add('constant', [], { value })
    b.add('tensor', [], { values: [-Infinity, 1, -0], shape: [3] })
    expect(b.nodes.length).toBe(5)
    const special = graphOf({ name: 'p', feeds: [], nodes: b.nodes, outputs: [], updates: [] })
    expect(validate(JSON.parse(writeGraphJson(special)))).toBe(true)
    expect(readGraphJson(writeGraphJson(special))).toEqual(special)
  })

  test('of random programs', () => {
    const seed = 20260305
    fc.assert(fc.property(programs, (program) => {
      const text = writeGraphJson(graphOf(program))
      expect(validate(JSON.parse(text)), JSON.stringify(validate.errors)).toBe(true)
      expect(readGraphJson(text)).toEqual(graphOf(program))
    }), { seed, numRuns: 50 })
  })

  test('the schema refuses what is no graph', () => {
    const broken: readonly ((g: Record<string, unknown>) => void)[] = [
      (g) => { g['version'] = 2 },
      (g) => { delete g['store'] },
      (g) => { g['extra'] = 1 },
      (g) => { (g['store'] as { role: string }[])[0]!.role = 'weight' },
      (g) => { (g['programs'] as { nodes: { dtype: string }[] }[])[0]!.nodes[0]!.dtype = 'float64' },
      (g) => { (g['programs'] as { nodes: { shape: unknown[] }[] }[])[0]!.nodes[0]!.shape = ['B'] },
      (g) => { (g['programs'] as { feeds: { kind: string }[] }[])[0]!.feeds[0]!.kind = 'file' },
    ]
    for (const change of broken) {
      const copy = JSON.parse(writeGraphJson(graph)) as Record<string, unknown>
      change(copy)
      expect(validate(copy), String(change)).toBe(false)
    }
  })
})

describe('verification', () => {
  const sound = runPasses(trainProgram(), { flavour: 'portable' }).at(-1)!.program
  const last = sound.nodes.length - 1

  test('finds nothing in a sound program', () => {
    expect(problemsOf(sound, store)).toEqual([])
    expect(problemsOf(trainProgram(), store)).toEqual([])
  })

  test('names what is wrong', () => {
    const change = (id: number, to: object) => ({ ...sound, nodes: sound.nodes.map((n) => (n.id === id ? { ...n, ...to } : n)) })
    expect(problemsOf(change(last, { inputs: [last] }))).toEqual([expect.stringContaining('do not stand before it')])
    expect(problemsOf(change(last, { op: 'addd' }))).toEqual([expect.stringContaining('no such op')])
    expect(problemsOf(change(0, { shape: [batchDim('B'), 5] }))).toContainEqual(expect.stringContaining('inferred is f32[B, 4]'))
    expect(problemsOf({ ...sound, feeds: [] })).toContainEqual(expect.stringContaining("reads 'x', which there is not"))
    expect(problemsOf(sound, [])).toContainEqual(expect.stringContaining("update of 'Enc.code.kernel', which the store does not hold"))
    expect(problemsOf(sound, store.map((e) => ({ ...e, shape: [2, 2] })))).toContainEqual(expect.stringContaining('the entry f32[2, 2]'))
    expect(problemsOf({ ...sound, outputs: [{ name: 'o', node: 999 }] })).toEqual(["output 'o' is %999, which there is not"])
  })
})

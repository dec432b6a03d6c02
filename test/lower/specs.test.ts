/** Every lecture model is lowered; what is not compiled yet is named here, and nothing is left out in silence. */
import { readFileSync, readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { problemsOf } from '../../compiler/graph/verify.ts'
import { compile } from '../../compiler/compile.ts'
import { lowerModel } from '../../compiler/lower/lower.ts'
import { finished } from '../../compiler/passes/pipeline.ts'
import { importsFrom } from '../types/files.ts'

/** Constructs that the compiler leaves out today, by spec. */
const leftOut: Readonly<Record<string, readonly string[]>> = {}

describe.each(readdirSync('specs').filter((f) => f.endsWith('.gen')).map((f) => f.replace('.gen', '')))('%s', (name) => {
  const { model } = compile(readFileSync(`specs/${name}.gen`, 'utf8'), { imports: importsFrom('specs') })
  const { graph, unsupported } = lowerModel(model!, 'hash')

  test('leaves out what is listed and nothing else', () => {
    expect([...new Set(unsupported.map((u) => u.construct))].sort()).toEqual([...(leftOut[name] ?? [])].sort())
  })

  test.each(['portable', 'tfjs', 'wasm'] as const)('its programs are sound, spelled for %s', (flavour) => {
    for (const program of finished(graph, flavour).programs) expect(problemsOf(program)).toEqual([])
  })

  test('every update is of an entry of the store, and every entry read is there', () => {
    const entries = new Set(graph.store.map((e) => e.name))
    const used = graph.programs.flatMap((p) => [...p.updates.map((u) => u.entry), ...p.nodes.filter((n) => n.op === 'read').map((n) => String(n.attrs['entry']))])
    expect(used.filter((e) => !entries.has(e))).toEqual([])
  })
})

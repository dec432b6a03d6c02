import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { compile } from '../../compiler/compile.ts'
import { chooseEngine } from '../../runtime/engines/choose.ts'
import { train } from '../../runtime/train/loop.ts'
import type { RowSource } from '../../runtime/train/source.ts'
import { initializeStore, readStore } from '../../runtime/train/store.ts'

const SEED = 3

/** Stages after the first move nothing: what they hand on is what they were given. */
const still = (over: string): string => `train {
  maximize V over ${over} with adam(max(step, 9) - 9)
  minimize generator over G with adam(max(step, 9) - 9)
  batch 2; rounds 1
}`

it('a growing GAN hands its weights from stage to stage bit for bit', async () => {
  const spec = readFileSync(new URL('../../specs/progressive-gan.gen', import.meta.url), 'utf8')
    .replace(/batch 64\s+epochs 3/, 'batch 2\n  rounds 2')
    .replace('stage grow14 {', (stage) => `${stage}\n${still('In7, In14, Down14, Top')}`)
    .replace('stage grow28 {', (stage) => `${stage}\n${still('In14, In28, Down14, Down28, Top')}`)
  const { engine, flavour } = await chooseEngine('wasm')
  const { graph, plan, diagnostics } = compile(spec, { flavour })
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([])
  const session = await engine.load(graph!)
  initializeStore(session, graph!, SEED)
  const sources = { [plan!.data[0]!.name]: greys }
  const weights = async (): Promise<Record<string, unknown>> => {
    const values = await readStore(session, graph!)
    return Object.fromEntries(Object.entries(values).filter(([name]) => graph!.store.find((entry) => entry.name === name)!.role === 'parameter'))
  }
  const first = await weights()
  const after: Record<string, unknown>[] = []
  for await (const event of train({ session, graph: graph!, plan: plan!, sources, seed: SEED })) {
    if (event.kind === 'milestone' && event.end) after.push(await weights())
  }
  expect(after.length).toBe(3)
  expect(after[0]).not.toEqual(first)
  expect(after[1]).toEqual(after[0])
  expect(after[2]).toEqual(after[0])
})

/** Two images of one grey each, and none to evaluate on: that takes thousands of samples. */
const greys: RowSource = {
  rows: (split) => (split === 'train' ? 2 : 0),
  read(_split, _field, rows, out) {
    Array.from(rows, (row, i) => out.fill(row - 0.5, i * 784, (i + 1) * 784))
  },
}

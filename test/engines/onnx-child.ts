/** Run by itself, because a fault of a native library ends the process: takes JSON, prints the results of one program as JSON. */
import { onnxEngine } from '../../runtime/engines/onnx/engine.ts'
import { vaeGraph } from '../targets/examples.ts'
import { firstStore, programOf, randomFeeds, writeStore } from './compare.ts'

const { size, rows, rounds, portion } = JSON.parse(process.argv[2]!) as { size: Parameters<typeof vaeGraph>[0]; rows: number; rounds: number; portion: 'values' | 'time' }
const graph = vaeGraph({ ...size, flavour: 'portable' })
const program = programOf(graph, 'round')
const session = await (await onnxEngine()).load(graph)
writeStore(session, firstStore(graph, 1))
const times: number[] = []
let outputs = {}
for (let round = 0; round < rounds; round++) {
  const feeds = randomFeeds(program, { B: rows }, 2 + round)
  const started = performance.now()
  outputs = await session.run('round', feeds, { B: rows })
  times.push(performance.now() - started)
}
const plain = (values: Record<string, ArrayLike<number>>) => Object.fromEntries(Object.entries(values).map(([name, v]) => [name, [...Array.from(v)]]))
if (portion === 'time') console.log(JSON.stringify({ median: times.sort((a, b) => a - b)[times.length >> 1] }))
else {
  const updates = Object.fromEntries(await Promise.all(program.updates.map(async ({ entry }) => [entry, await session.read(entry)] as const)))
  console.log(JSON.stringify({ outputs: plain(outputs), updates: plain(updates) }))
}

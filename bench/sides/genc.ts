/** genc as a side: what `genc train` does, without run folder and progress bar. */
import { fileURLToPath } from 'node:url'
import { getEnvironmentData, setEnvironmentData } from 'node:worker_threads'
import { programsFor } from '../../cli/engine-option.ts'
import { FETCH_EVERY } from '../../cli/training.ts'
import { passesFor } from '../../compiler/passes/pipeline.ts'
import type { Engine, Session } from '../../runtime/engine.ts'
import { onnxEngine } from '../../runtime/engines/onnx/engine.ts'
import { webgpuEngine } from '../../runtime/engines/webgpu/engine.ts'
import { chooseEngine, here } from '../../runtime/engines/choose.ts'
import { train } from '../../runtime/train/loop.ts'
import { initializeStore } from '../../runtime/train/store.ts'
import { prepare, trainingRows } from '../genc.ts'
import { modelNamed, type Size } from '../models.ts'
import { serve, type Trainer } from './serve.ts'
import { NATIVE, timedPackages } from './timed.ts'

export interface GencJob { readonly root: string; readonly model: string; readonly size: Size; readonly engine: string; readonly without?: string }

const packages = timedPackages(fileURLToPath(new URL('onnxruntime-timed.cjs', import.meta.url)))

async function open({ root, model, size, engine, without }: GencJob): Promise<Trainer> {
  setEnvironmentData(NATIVE, new SharedArrayBuffer(8))
  const prepared = prepare(root, modelNamed(model), size)
  const { compiled, plan, data } = prepared
  // Built-in data are drawn when they are first read; the other sides are given theirs in a file.
  trainingRows(prepared)
  const chosen = await chooseEngine(engine, { ...here(), packages })
  const graph = without === undefined ? programsFor(compiled, chosen)
    : { ...compiled.lowered!, programs: compiled.lowered!.programs.map((program) => passesFor(chosen.flavour).reduce((p, { name, run }) => (name === without ? p : run(p)), program)) }
  const loaded = await (await lessen(chosen.engine, without)).load(graph)
  initializeStore(loaded, graph, 0)
  const { session, busy, idle } = timed(loaded)
  const loop = train({ session, graph, plan, sources: data.sources, seed: 0, fetchEvery: chosen.onDevice ? FETCH_EVERY : 1 })
  const last = graph.programs.find(({ name }) => name === plan.stages.find((stage) => stage.train !== null)!.train!.program)!.updates.at(-1)!.entry
  const native = new BigInt64Array(getEnvironmentData(NATIVE) as unknown as SharedArrayBuffer)
  // The loop asks the clock how long its rounds take: the time in which this side slept is not theirs.
  const now = performance.now.bind(performance)
  let [slept, asleep] = [0, now()]
  performance.now = () => now() - slept
  return {
    about: { engine: chosen.name, rows: data.sources[plan.data[0]!.name]!.rows('train') },
    engine: () => (chosen.name === 'onnx' ? Number(Atomics.load(native, 0)) / 1000 : busy()),
    underWay: busy,
    async steps(count) {
      slept += now() - asleep
      const losses: number[] = []
      for (let done = 0; done < count;) {
        const { value: event } = await loop.next()
        if (!event) throw new Error('the training is over')
        if (event.kind !== 'round') continue
        done++
        // What players of a game minimise and maximise has different signs.
        if (event.terms !== null) losses.push(Object.values(event.terms).reduce((sum, term) => sum + Math.abs(term), 0))
      }
      // The loop runs ahead of what it tells: what it began belongs to this block, as what the block before began did to that.
      await idle()
      // A device may still compute what nobody asked the result of.
      if (chosen.onDevice) await session.read(last)
      asleep = now()
      return losses
    },
  }
}

/** The engine without something that it does by itself. */
async function lessen(engine: Engine, without: string | undefined): Promise<Engine> {
  switch (without) {
    case 'updates-in-place': return webgpuEngine({ packages, software: true, moves: false })
    case 'pack-updates': return onnxEngine({ packages, pack: false })
    case 'rounds-in-one-call': return onnxEngine({ packages, rounds: 1 })
    case 'threads': return onnxEngine({ packages, threads: 1 })
    default: return engine
  }
}

interface Timed {
  readonly session: Session
  /** Milliseconds in which at least one run was under way. */
  readonly busy: () => number
  /** Waits until none is. */
  readonly idle: () => Promise<unknown>
}

function timed(session: Session): Timed {
  let [total, since] = [0, 0]
  const running = new Set<Promise<unknown>>()
  const run: Session['run'] = (...args) => {
    if (running.size === 0) since = performance.now()
    const result = session.run(...args)
    running.add(result)
    const done = (): void => {
      running.delete(result)
      if (running.size === 0) total += performance.now() - since
    }
    result.then(done, done)
    return result
  }
  const wrapped = new Proxy(session, { get: (target, key) => {
    if (key === 'run') return run
    const value: unknown = Reflect.get(target, key)
    return typeof value === 'function' ? (value as (...args: unknown[]) => unknown).bind(target) : value
  } })
  return { session: wrapped, busy: () => total + (running.size === 0 ? 0 : performance.now() - since), idle: () => Promise.allSettled(running) }
}

await serve(() => open(JSON.parse(process.argv[2]!) as GencJob))

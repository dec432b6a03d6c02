/**
 * The side of engine onnx that computes: `run` of onnxruntime blocks its thread, so it has one of its own. The function's text is what
 * the thread is started with, in a bundle as well as from the sources; so it stands on nothing outside itself.
 */
import type * as Onnx from 'onnxruntime-node'
import type { MessagePort } from 'node:worker_threads'
import type { Plain, Reply, Request, Shaped } from './protocol.ts'

/**
 * Serves `port` until it is closed. The store lives here. An entry that programs write has two buffers: a run reads one and
 * writes the other, then they change places, and nothing is copied. On a GPU a run leaves new tensors, which take the places of the old.
 */
export function serve(port: MessagePort, ort: typeof Onnx, threads: number, provider: 'cpu' | 'webgpu', collect: (options: { type: 'minor' }) => void): void {
  interface Entry { now: Onnx.Tensor; next: Onnx.Tensor | null }
  const store = new Map<string, Entry>()
  interface Program { readonly session: Onnx.InferenceSession; readonly reads: (readonly [string, string])[]; readonly updates: (readonly [string, string])[] }
  const programs = new Map<string, Program>()

  const tensor = ({ data, dtype, shape }: Shaped): Onnx.Tensor => new ort.Tensor(dtype as 'float32', data as Float32Array, shape)

  const entry = (name: string): Entry => {
    const found = store.get(name)
    if (!found) throw new Error(`store entry '${name}' was never written`)
    return found
  }

  /** The values in memory that can be given away. */
  const copied = (t: Onnx.Tensor): Plain => (t.data as Plain).slice()

  const handle = async (request: Request): Promise<{ values: Record<string, Plain>; spare: ArrayBuffer[] }> => {
    switch (request.kind) {
      case 'write': {
        const { value, moves } = request
        const now = tensor(value)
        store.set(request.entry, { now, next: moves ? tensor({ ...value, data: value.data.slice() }) : null })
        return { values: {}, spare: [] }
      }
      case 'read':
        return { values: { [request.entry]: copied(entry(request.entry).now) }, spare: [] }
      case 'close':
        // What lies on a GPU lies in memory of the session that it came from.
        for (const { now } of store.values()) now.dispose()
        store.clear()
        for (const { session } of programs.values()) await session.release()
        programs.clear()
        port.close()
        return { values: {}, spare: [] }
      case 'compile': {
        const session = await ort.InferenceSession.create(request.model, {
          executionProviders: [provider], intraOpNumThreads: threads, interOpNumThreads: 1, executionMode: 'sequential', logSeverityLevel: 3,
          // Averages of vanishing gradients end in numbers that processors are slow with. Threads that wait for work hold their
          // core for 50 µs, which is enough between two nodes, rather than for as long as they see fit.
          ...(provider === 'cpu' ? {} : { preferredOutputLocation: Object.fromEntries(Object.keys(request.updates).map((name) => [name, 'gpu-buffer'])) }),
          extra: { session: { set_denormal_as_zero: '1', intra_op: { spin_duration_us: '50' } } },
        })
        programs.set(request.program, { session, reads: Object.entries(request.reads), updates: Object.entries(request.updates) })
        return { values: {}, spare: [] }
      }
      case 'run': {
        const program = programs.get(request.program)
        if (!program) throw new Error('it was not compiled')
        const given: Record<string, Onnx.Tensor> = {}
        for (const [name, value] of Object.entries(request.feeds)) given[name] = tensor(value)
        if (request.rounds !== null) given['rounds'] = new ort.Tensor('int64', BigInt64Array.of(BigInt(request.rounds)), [])
        for (const [name, from] of program.reads) given[name] = entry(from).now
        const wanted: Record<string, Onnx.Tensor | null> = {}
        for (const name of request.fetch) wanted[name] = null
        for (const [name, to] of program.updates) wanted[name] = entry(to).next
        const found = await program.session.run(given, wanted)
        for (const [name, to] of program.updates) {
          const moved = entry(to)
          const { now } = moved
          moved.now = moved.next ?? found[name]!
          if (moved.next) moved.next = now
          else now.dispose()
        }
        const values: Record<string, Plain> = {}
        for (const name of request.fetch) values[name] = copied(found[name]!)
        return { values, spare: Object.values(request.feeds).map(({ data }) => data.buffer as ArrayBuffer) }
      }
    }
  }

  /**
   * A call leaves copies of its results behind, of the updated store too, but so few objects that they would pile up for a
   * hundred calls until V8 looked: the process would be a tenth larger with the toy GAN.
   */
  let calls = 0
  const tidy = (): void => { if (++calls % 8 === 0) collect({ type: 'minor' }) }

  // A program is compiled while others wait: requests are answered one after another.
  let turn: Promise<void> = Promise.resolve()
  port.on('message', ({ number, request }: { number: number; request: Request }) => {
    turn = turn.then(async () => {
      let reply: Reply
      const given: ArrayBuffer[] = []
      try {
        const { values, spare } = await handle(request)
        given.push(...new Set([...Object.values(values).map((v) => v.buffer as ArrayBuffer), ...spare]))
        reply = { to: number, kind: 'done', values, spare }
      } catch (error) {
        reply = { to: number, kind: 'failed', message: error instanceof Error ? error.message : String(error) }
      }
      if (request.kind !== 'close') port.postMessage(reply, given)
      if (request.kind === 'run') tidy()
    })
  })
}

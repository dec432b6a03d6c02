import { describe, expect, it } from 'vitest'
import type { Session } from '../../runtime/engine.ts'
import { DivergedError } from '../../runtime/train/diverged.ts'
import { train, type Milestone, type Progress, type RoundDone, type TrainEvent, type TrainOptions } from '../../runtime/train/loop.ts'
import { initializeStore, readStore, writeStore, type StoreValues } from '../../runtime/train/store.ts'
import { referenceEngine } from './reference-engine.ts'
import { points, toy, type ToyOptions } from './toy.ts'

const SEED = 3

async function begin(options: ToyOptions = {}): Promise<TrainOptions & { readonly session: Session }> {
  const { graph, plan } = toy(options)
  const session = await referenceEngine.load(graph)
  initializeStore(session, graph, SEED)
  return { session, graph, plan, sources: points(), seed: SEED }
}

async function collect(options: TrainOptions): Promise<TrainEvent[]> {
  const events: TrainEvent[] = []
  for await (const event of train(options)) events.push(event)
  return events
}

const milestones = (events: readonly TrainEvent[]): Milestone[] => events.filter((event) => event.kind === 'milestone')

describe('training', () => {
  it('goes through epochs with a short last batch and gets better', async () => {
    const options = await begin()
    const events = await collect(options)
    const rounds = events.filter((event) => event.kind === 'round')
    expect(rounds.map((event) => event.samples)).toEqual([8, 8, 8, 5, 8, 8, 8, 5, 8, 8, 8, 5])
    const ends = milestones(events)
    expect(ends.map((end) => [end.epoch, end.progress.round, end.end])).toEqual([[1, 4, false], [2, 8, false], [3, 12, true]])
    expect(ends[2]!.test!['objective']!).toBeLessThan(ends[0]!.test!['objective']!)
    expect(ends.map((end) => end.metrics === null)).toEqual([true, true, false])
    expect(await options.session.read('step0/count')).toEqual(Float32Array.of(12))
  })

  it('averages the loss terms of an epoch over its samples', async () => {
    const events = await collect(await begin())
    const first = events.filter((event) => event.kind === 'round').slice(0, 4)
    const mean = first.reduce((sum, event) => sum + event.terms!['fit']! * event.samples, 0) / 29
    expect(milestones(events)[0]!.train!['fit']).toBeCloseTo(mean, 12)
  })

  it('says which epoch was best by the objective', async () => {
    const ends = milestones(await collect(await begin({ momentum: 0.99, train: { length: { unit: 'epochs', count: 8 } } })))
    let best = Infinity
    for (const end of ends) {
      const objective = end.test!['objective']!
      expect(end.best).toBe(objective < best)
      best = Math.min(best, objective)
      expect(end.progress.best).toBe(best)
    }
  })

  it('cuts a training of rounds into twenty periods', async () => {
    const ends = milestones(await collect(await begin({ train: { length: { unit: 'rounds', count: 50 } } })))
    expect(ends.length).toBe(17)
    expect(ends.at(-1)!.progress.round).toBe(50)
    expect(ends.at(-1)!.epoch).toBe(12)
  })

  it('reports metrics where the spec asks for them', async () => {
    const ends = milestones(await collect(await begin({ train: { report: { every: 3, unit: 'rounds' } } })))
    expect(ends.filter((end) => end.metrics !== null).map((end) => end.progress.round)).toEqual([3, 6, 9, 12])
    expect(ends.filter((end) => end.train !== null).map((end) => end.progress.round)).toEqual([4, 8, 12])
  })

  it('resets optimisers and keeps weights from stage to stage', async () => {
    const options = await begin({ stages: 2 })
    const events = await collect(options)
    expect(events.filter((event) => event.kind === 'stage').map((event) => event.name)).toEqual(['stage0', 'stage1'])
    expect(await options.session.read('step0/count')).toEqual(Float32Array.of(12))
    const ends = milestones(events)
    expect(ends[3]!.test!['objective']!).toBeLessThan(ends[0]!.test!['objective']!)
  })

  it('fetches seldom when asked, and always at the end of a period', async () => {
    const events = await collect({ ...await begin(), fetchEvery: 3 })
    const fetched = events.filter((event) => event.kind === 'round' && event.terms !== null)
    expect(fetched.map((event) => (event as RoundDone).round)).toEqual([3, 4, 6, 8, 9, 12])
  })
})

describe('going on', () => {
  /** Runs until `stop` rounds were seen in all, and gives what a checkpoint would hold. */
  async function interrupt(options: TrainOptions, stop: number): Promise<{ readonly progress: Progress; readonly values: StoreValues }> {
    let seen = 0
    for await (const event of train({ ...options, rest: () => seen + 1 >= stop })) {
      if (event.kind === 'stage') continue
      if (event.kind === 'round') seen++
      if (seen >= stop && event.progress !== null) return { progress: event.progress, values: await readStore(options.session, options.graph) }
    }
    throw new Error('it ended before')
  }

  it.each([1, 3, 4, 5, 11, 12, 13, 17, 23])('from round %i on gives the weights and the log of an uninterrupted training', async (stop) => {
    const whole = await begin({ stages: 2, momentum: 0.95 })
    const events = await collect(whole)
    const weights = await readStore(whole.session, whole.graph)

    const broken = await interrupt(await begin({ stages: 2, momentum: 0.95 }), stop)
    const again = await begin({ stages: 2, momentum: 0.95 })
    writeStore(again.session, again.graph, broken.values)
    const from = JSON.parse(JSON.stringify(broken.progress)) as Progress
    const rest = await collect({ ...again, from })

    expect(await readStore(again.session, again.graph)).toEqual(weights)
    const expected = milestones(events).slice(-milestones(rest).length)
    // A stage that was over says once more that it is.
    for (const [i, end] of milestones(rest).entries()) if (end.train !== null) expect(end).toEqual(expected[i])
  })

  it('does nothing but say so when the training was over', async () => {
    const options = await begin()
    const last = (await collect(options)).at(-1) as Milestone
    const events = await collect({ ...options, from: last.progress })
    expect(events.map((event) => event.kind)).toEqual(['stage', 'milestone'])
    expect(await options.session.read('step0/count')).toEqual(Float32Array.of(12))
  })
})

/** An engine whose answers come when the test says so; and what was asked of it, in order. */
async function slow(options: ToyOptions = {}) {
  const begun = await begin(options)
  const { session } = begun
  const asked: string[] = []
  let waiting: (() => void)[] = []
  const slowed: Session = {
    ...session, write: session.write.bind(session), memory: session.memory.bind(session), dispose: session.dispose.bind(session),
    read(entry) {
      asked.push(`read ${entry}`)
      return session.read(entry)
    },
    async run(program, ...rest) {
      asked.push(program)
      const results = await session.run(program, ...rest)
      if (program === 'round') await new Promise<void>((resolve) => waiting.push(resolve))
      return results
    },
  }
  const answer = async (): Promise<number> => {
    await new Promise((resolve) => setImmediate(resolve))
    const count = waiting.length
    for (const resolve of waiting) resolve()
    waiting = []
    return count
  }
  return { options: { ...begun, session: slowed }, asked, answer }
}

describe('rounds under way', () => {
  it('are some, and none but those that are told of when an epoch ends', async () => {
    const { options, asked, answer } = await slow()
    const events: string[] = []
    let over = false
    const reading = (async () => {
      for await (const event of train(options)) events.push(event.kind === 'round' ? `round ${event.round}` : event.kind)
      over = true
    })()
    const most: number[] = []
    while (!over) most.push(await answer())
    await reading
    expect(Math.max(...most)).toBeGreaterThan(1)
    expect(asked.slice(0, 6)).toEqual(['round', 'round', 'round', 'round', 'sweep', 'sweep'])
    expect(events.slice(0, 7)).toEqual(['stage', 'round 1', 'round 2', 'round 3', 'round 4', 'milestone', 'round 5'])
  })

  it('are finished before the reader rests, and none begins before it goes on', async () => {
    const options = await begin()
    const counts: number[] = []
    for await (const event of train({ ...options, rest: (round) => round === 2 || round === 6 })) {
      if (event.kind !== 'round' || event.progress === null) continue
      expect(event.progress.round).toBe(event.round)
      counts.push(event.round, (await options.session.read('step0/count'))[0]!)
    }
    expect(counts).toEqual([2, 2, 6, 6])
  })

  it('do not change a bit', async () => {
    const [free, resting] = [await begin({ momentum: 0.95 }), await begin({ momentum: 0.95 })]
    const withoutProgress = (events: readonly TrainEvent[]) => events.map((event) => (event.kind === 'round' ? { ...event, progress: null } : event))
    expect(withoutProgress(await collect(free))).toEqual(withoutProgress(await collect({ ...resting, rest: () => true })))
    expect(await readStore(free.session, free.graph)).toEqual(await readStore(resting.session, resting.graph))
  })

  it('may fail unheard when the reader has left', async () => {
    const { options } = await slow()
    let fail: (error: Error) => void = () => undefined
    const failing: Session = { ...options.session, run: () => new Promise((_, reject) => { const before = fail; fail = (error) => { before(error); reject(error) } }) }
    const reading = train({ ...options, session: failing })
    await reading.next()
    const first = reading.next()
    await new Promise((resolve) => setImmediate(resolve))
    fail(new Error('the device is gone'))
    await expect(first).rejects.toThrow('the device is gone')
  })
})

describe('divergence', () => {
  it('names the step and the loss term', async () => {
    const error = await collect(await begin({ breakAt: 0.5 })).then(() => null, (thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(DivergedError)
    expect((error as DivergedError).at).toEqual({ stage: 'main', step: 6, epoch: 1, terms: [{ name: 'fit', value: NaN }], entry: null })
    expect((error as DivergedError).message).toBe('training diverged at step 7 (epoch 2): the loss term "fit" is NaN')
  })

  it('is found at the next fetch', async () => {
    const error = await collect({ ...await begin({ breakAt: 0.5 }), fetchEvery: 5 }).then(() => null, (thrown: unknown) => thrown)
    expect((error as DivergedError).at.step).toBe(7)
  })
})

describe('data', () => {
  it('must have a training split', async () => {
    await expect(collect({ ...await begin(), sources: points(0, 3) })).rejects.toThrow('the data "points" have no train split')
  })

  it('may lack a test split', async () => {
    const ends = milestones(await collect({ ...await begin(), sources: points(29, 0) }))
    expect(ends.every((end) => end.test === null && end.metrics === null)).toBe(true)
  })
})

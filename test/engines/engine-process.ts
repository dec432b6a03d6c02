/** Engines in processes of their own, so that a fault of a native library is one failed run and not the end of the tests. */
import { fork, type ChildProcess } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import type { Graph } from '../../compiler/graph/graph.ts'
import type { Flavour } from '../../compiler/passes/pipeline.ts'
import type { Answer, Message, Request, Run } from './engine-child.ts'
import { engineNames } from '../../runtime/engines/registry.ts'
import { softwareVulkan } from './software-vulkan.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

export interface EngineProcess {
  readonly name: string
  readonly flavour: Flavour
  /** It computes on a device made of software, slowly. */
  readonly software: boolean
  /** Never rejects: what went wrong is in the answers. A process that ended is started anew with the next request. */
  answer(graph: Graph, runs: readonly Run[]): Promise<readonly Answer[]>
}

export interface Engines {
  readonly present: readonly EngineProcess[]
  /** `name: reason`, a line each. */
  readonly absent: readonly string[]
  close(): Promise<void>
}

/** Names of engines between commas: those alone. */
const asked = process.env['GENC_CONFORMANCE']

/** Starts every engine there is, or those named; `webgpu` on a device made of software where there is no other. */
export async function startEngines(names: readonly string[] = asked?.split(',') ?? engineNames): Promise<Engines> {
  const cache = join(root, 'node_modules', '.cache')
  mkdirSync(cache, { recursive: true })
  /** Inside the project, so that packages left out of the bundle are found. */
  const folder = mkdtempSync(join(cache, 'engines-'))
  const outfile = join(folder, 'child.mjs')
  await build({ absWorkingDir: root, entryPoints: ['./test/engines/engine-child.ts'], bundle: true, platform: 'node', format: 'esm', packages: 'external', outfile, logLevel: 'error' })
  const children: Child[] = []
  const absent: string[] = []
  await Promise.all(names.map(async (name) => {
    const child = new Child(name, outfile)
    let opened = await child.start()
    const software = name === 'webgpu' && opened.kind === 'absent' ? softwareVulkan() : null
    if (software) {
      child.environment = software
      child.software = true
      opened = await child.start()
    }
    if (opened.kind === 'open') children.push(child)
    else absent.push(`${name}: ${opened.kind === 'absent' ? opened.reason : 'it did not start'}`)
  }))
  const byName = (a: { readonly name: string }, b: { readonly name: string }): number => names.indexOf(a.name) - names.indexOf(b.name)
  return {
    present: children.sort(byName),
    absent: absent.sort(),
    close: async () => {
      await Promise.all(children.map((child) => child.close()))
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** What the child says, or that it ended. */
type Heard = Message | { readonly kind: 'ended'; readonly how: string }

class Child implements EngineProcess {
  readonly name: string
  flavour: Flavour = 'portable'
  environment: Readonly<Record<string, string>> = {}
  software = false
  private readonly outfile: string
  private process: ChildProcess | null = null
  private turn: Promise<unknown> = Promise.resolve()
  private heard: Heard[] = []
  private listener: ((heard: Heard) => void) | null = null

  constructor(name: string, outfile: string) {
    this.name = name
    this.outfile = outfile
  }

  async start(): Promise<Heard> {
    this.heard = []
    const child = fork(this.outfile, [this.name], { cwd: root, env: { ...process.env, ...this.environment }, serialization: 'advanced', execArgv: [] })
    this.process = child
    // What an earlier process still says concerns nobody.
    const tell = (heard: Heard): void => { if (this.process === child) this.tell(heard) }
    child.on('message', tell)
    // All that was sent has been read by then.
    child.on('close', (code, signal) => { tell({ kind: 'ended', how: signal ?? `exit code ${code}` }) })
    const heard = await this.hear()
    if (heard.kind === 'open') this.flavour = heard.flavour
    else this.process = null
    return heard
  }

  answer(graph: Graph, runs: readonly Run[]): Promise<readonly Answer[]> {
    const answered = this.turn.then(() => this.ask(graph, runs))
    this.turn = answered
    return answered
  }

  /** Ending well is part of being an engine: threads and sessions must not hold the process, nor bring it down. */
  async close(): Promise<void> {
    await this.turn
    if (!this.process) return
    const ended = this.hear()
    this.process.send('end' satisfies Request)
    const heard = await ended
    if (heard.kind === 'ended' && heard.how !== 'exit code 0') throw new Error(`the process of engine ${this.name} ended with ${heard.how}`)
  }

  private async ask(graph: Graph, runs: readonly Run[]): Promise<readonly Answer[]> {
    const answers: Answer[] = []
    while (answers.length < runs.length) {
      const rest = runs.slice(answers.length)
      if (!this.process && (await this.start()).kind !== 'open') return [...answers, ...rest.map(() => ({ failed: `engine ${this.name} does not start again` }))]
      this.process!.send({ graph, runs: rest, together: answers.length === 0 } satisfies Request)
      for (const _ of rest) {
        const heard = await this.hear()
        if (heard.kind !== 'answer') {
          this.process = null
          answers.push({ failed: `the process of engine ${this.name} ended with ${heard.kind === 'ended' ? heard.how : heard.kind}` })
          break
        }
        answers.push(heard.answer)
      }
    }
    return answers
  }

  /** The next message, or that there will be none. */
  private hear(): Promise<Heard> {
    const waiting = this.heard.shift()
    return waiting ? Promise.resolve(waiting) : new Promise((resolve) => { this.listener = resolve })
  }

  private tell(heard: Heard): void {
    const { listener } = this
    this.listener = null
    if (listener) listener(heard)
    else this.heard.push(heard)
  }
}

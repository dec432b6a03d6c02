/**
 * A side of a comparison: a process of its own that computes when told to and sleeps otherwise. It is told on its standard
 * input, one JSON object a line, and answers on its standard output with lines that begin with `@@`.
 */
import { spawn, type ChildProcess } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'

/** How a side is started. `command` is a program and its arguments. */
export interface SideSpec {
  /** For tables: `genc onnx`, `tfjs wasm by hand`, `PyTorch 2.13.0`. */
  readonly name: string
  readonly command: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  /** Goes to the process as its last argument, in JSON. */
  readonly job: Readonly<Record<string, unknown>>
  /** A file that is written to its standard input first. */
  readonly input?: string
}

/** Means over a block of steps. Milliseconds a step. */
export interface Block {
  readonly steps: number
  readonly wall: number
  /** Of the whole process, all threads. */
  readonly cpu: number
  /** In which the engine computed; only where the side can tell. */
  readonly engine?: number
  /** In which it had something to do, waiting and messages included. */
  readonly underWay?: number
  /** Mean of the loss over the block. */
  readonly loss: number
  /** Resident memory after the block, and the most so far; bytes. */
  readonly rss: number
  readonly peak: number
}

export interface Side {
  readonly spec: SideSpec
  /** What it said of itself when it was ready: versions, threads. */
  readonly about: Readonly<Record<string, unknown>>
  /** `product`: which one, where matrix products are measured. */
  block(steps: number, product?: number): Promise<Block>
  close(): Promise<void>
}

/** The side cannot run this; the message says why. */
export class SideError extends Error { override readonly name = 'SideError' }

/** Starts a side and waits until it is ready. Throws a SideError with the last lines that it wrote. */
export async function openSide(spec: SideSpec): Promise<Side> {
  const [program, ...args] = spec.command
  const child: ChildProcess = spawn(program!, [...args, JSON.stringify(spec.job)], { stdio: ['pipe', 'pipe', 'pipe'], env: { ...process.env, ...spec.env } })
  const said: string[] = []
  const waiting: { resolve: (value: Record<string, unknown>) => void; reject: (error: Error) => void }[] = []
  let ended: SideError | null = null
  const end = (error: SideError): void => {
    ended ??= error
    for (const { reject } of waiting.splice(0)) reject(ended)
  }
  createInterface({ input: child.stdout! }).on('line', (line) => {
    if (!line.startsWith('@@')) {
      said.push(line)
      return
    }
    const reply = JSON.parse(line.slice(2)) as Record<string, unknown>
    if (typeof reply['cannot'] === 'string') end(new SideError(reply['cannot']))
    else waiting.shift()?.resolve(reply)
  })
  createInterface({ input: child.stderr! }).on('line', (line) => { said.push(line) })
  child.stdin!.on('error', () => undefined)
  child.on('error', (error) => { end(new SideError(error.message)) })
  const closed = new Promise<void>((resolve) => child.on('close', (code, signal) => {
    end(new SideError(`ended with ${signal ?? `code ${code}`}: ${said.slice(-12).join(' | ')}`))
    resolve()
  }))
  const answer = (): Promise<Record<string, unknown>> => new Promise((resolve, reject) => {
    if (ended) reject(ended)
    else waiting.push({ resolve, reject })
  })
  const close = async (): Promise<void> => {
    child.stdin!.end()
    const patience = setTimeout(() => child.kill('SIGKILL'), 5000)
    await closed
    clearTimeout(patience)
  }
  if (spec.input !== undefined) child.stdin!.write(readFileSync(spec.input))
  try {
    const about = await answer()
    return {
      spec, about, close,
      async block(steps, product) {
        const reply = answer()
        child.stdin!.write(`${JSON.stringify({ steps, product })}\n`)
        return await reply as unknown as Block
      },
    }
  } catch (error) {
    await close()
    throw error
  }
}

/** What the sides in Node have in common: the lines they read and write, and the clocks. */
import { createInterface } from 'node:readline'

export const say = (reply: Readonly<Record<string, unknown>>): void => { process.stdout.write(`@@${JSON.stringify(reply)}\n`) }

/** `product`: which one, where matrix products are measured. */
export interface Request { readonly steps: number; readonly product?: number }

export interface Trainer {
  readonly about: Readonly<Record<string, unknown>>
  /** Does so many steps and gives their losses; a loss that was not read is left out. */
  steps(count: number, request: Request): Promise<readonly number[]>
  /** Milliseconds that the engine has computed so far, where that can be told. */
  engine?(): number
  /** Milliseconds in which the engine had something to do, from the loop's point of view; messages and waiting included. */
  underWay?(): number
}

/** Answers until standard input ends. What cannot be done is said, not thrown. */
export async function serve(open: () => Promise<Trainer>): Promise<void> {
  try {
    const trainer = await open()
    say({ ...trainer.about, node: process.versions.node })
    for await (const line of createInterface({ input: process.stdin })) {
      const request = JSON.parse(line) as Request
      const { steps } = request
      const [wall, cpu, engine, underWay] = [process.hrtime(), process.cpuUsage(), trainer.engine?.(), trainer.underWay?.()]
      const losses = await trainer.steps(steps, request)
      const [seconds, nanoseconds] = process.hrtime(wall)
      const took = seconds * 1000 + nanoseconds / 1e6
      const used = process.cpuUsage(cpu)
      say({
        steps, wall: took / steps, cpu: (used.user + used.system) / 1000 / steps,
        ...(engine === undefined ? {} : { engine: (trainer.engine!() - engine) / steps }),
        ...(underWay === undefined ? {} : { underWay: (trainer.underWay!() - underWay) / steps }),
        loss: losses.reduce((sum, loss) => sum + loss, 0) / losses.length, rss: process.memoryUsage.rss(), peak: process.resourceUsage().maxRSS * 1024,
      })
    }
  } catch (error) {
    say({ cannot: error instanceof Error ? error.message.split('\n')[0] : String(error) })
  }
  process.exit(0)
}

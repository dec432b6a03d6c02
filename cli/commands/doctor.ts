/** `genc doctor`: what this machine has for genc, what is missing and the one command that adds it, what would be chosen and why. */
import { readdirSync } from 'node:fs'
import { availableParallelism, cpus, freemem, totalmem } from 'node:os'
import { finish, next, type Register } from '../command.ts'
import { inspectEngines, type EngineState } from '../engine-state.ts'
import { exit } from '../exit.ts'
import type { Colors } from '../terminal.ts'

export const register: Register = (program, context) => {
  program
    .command('doctor')
    .description('list the engines and resources of this machine')
    .option('--json', 'print one JSON object')
    .action(finish(context, async (options: { json?: true }) => {
      const { terminal } = context
      const { dataFolder } = await import('../../runtime/node/dataCache.ts')
      const engines = await inspectEngines()
      const chosen = engines.find(engine => engine.state === 'ready')
      const cache = dataFolder(terminal.env)
      const report = {
        node: { version: process.versions.node, needed: '20.19', ok: true },
        machine: { cores: availableParallelism(), cpu: cpus()[0]?.model.trim() ?? 'unknown', memory: totalmem(), free: freemem(), platform: `${process.platform} ${process.arch}` },
        data: { folder: cache, source: terminal.env.GENC_DATA ? 'GENC_DATA' : 'default', sets: dataSets(cache) },
        engines,
        chosen: chosen === undefined ? null : { engine: chosen.name, why: reason(chosen, engines) },
      }
      if (options.json) {
        terminal.out(`${JSON.stringify(report)}\n`)
        return chosen === undefined ? exit.outside : exit.done
      }
      const colors = terminal.outColors
      const line = (title: string, text: string): void => terminal.out(`${colors.bold(title.padEnd(10))}${text}\n`)
      line('node', `${report.node.version} (20.19 or newer is needed)`)
      line('machine', `${report.machine.cores} cores, ${gigabytes(report.machine.memory)} memory (${gigabytes(report.machine.free)} free), ${report.machine.platform}`)
      line('', report.machine.cpu)
      line('data', `${cache} (${report.data.source === 'GENC_DATA' ? 'from GENC_DATA' : 'set GENC_DATA to move it'}): ${report.data.sets.join(', ') || 'empty; digits and ring8 are built in'}`)
      terminal.out(`${colors.bold('engines')}\n`)
      for (const engine of engines) terminal.out(engineText(engine, engine === chosen, colors))
      if (report.chosen === null) return exit.outside
      line('chosen', `${report.chosen.engine}: ${report.chosen.why}`)
      next(context, 'genc new my-vae', 'writes a spec to start from')
      return exit.done
    }))
}

function engineText(engine: EngineState, chosen: boolean, colors: Colors): string {
  const mark = engine.state === 'ready' ? colors.green(chosen ? '→' : '✓') : engine.state === 'broken' ? colors.red('✗') : colors.dim('·')
  const first = `  ${mark} ${engine.name.padEnd(11)} ${engine.what}`
  const note = engine.state === 'ready' ? engine.detail : engine.state === 'broken' ? `installed, but does not load: ${engine.detail}` : `not installed; to add it: ${engine.add}`
  return `${first}\n      ${colors.dim(note)}\n`
}

function reason(chosen: EngineState, engines: readonly EngineState[]): string {
  const missing = engines.slice(0, engines.indexOf(chosen))
  return missing.length === 0 ? 'the fastest engine there is' : `the fastest that loads here; faster would be ${missing[0]!.what}`
}

function dataSets(folder: string): string[] {
  try {
    return readdirSync(folder).filter(name => !name.startsWith('.')).sort()
  } catch {
    return []
  }
}

const gigabytes = (bytes: number): string => `${(bytes / 2 ** 30).toFixed(1)} GiB`

/** `genc doctor`: what this machine has for genc, what is missing and the one command that adds it, what would be chosen and why. */
import { readdirSync } from 'node:fs'
import { availableParallelism, cpus, freemem, totalmem } from 'node:os'
import { finish, next, type Register } from '../command.ts'
import type { EngineState } from '../engine-state.ts'
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
      const { inspectEngines } = await import('../engine-state.ts')
      const { engines, chosen, why, faster } = await inspectEngines()
      const cache = dataFolder(terminal.env)
      const report = {
        node: { version: process.versions.node, needed: '20.19', ok: true },
        machine: { cores: availableParallelism(), cpu: cpus()[0]?.model.trim() ?? 'unknown', memory: totalmem(), free: freemem(), platform: `${process.platform} ${process.arch}` },
        data: { folder: cache, source: terminal.env.GENC_DATA ? 'GENC_DATA' : 'default', sets: dataSets(cache) },
        engines,
        chosen: chosen === null ? null : { engine: chosen.name, package: chosen.packages[0], why },
        faster: faster === null ? null : { engine: faster.name, what: faster.what, command: faster.command },
      }
      if (options.json) {
        terminal.out(`${JSON.stringify(report)}\n`)
        return chosen === null ? exit.outside : exit.done
      }
      const colors = terminal.outColors
      const line = (title: string, text: string): void => terminal.out(`${colors.bold(title.padEnd(10))}${text}\n`)
      line('node', `${report.node.version} (20.19 or newer is needed)`)
      line('machine', `${report.machine.cores} cores, ${gigabytes(report.machine.memory)} memory (${gigabytes(report.machine.free)} free), ${report.machine.platform}`)
      line('', report.machine.cpu)
      line('data', `${cache} (${report.data.source === 'GENC_DATA' ? 'from GENC_DATA' : 'set GENC_DATA to move it'}): ${report.data.sets.join(', ') || 'empty; digits and ring8 are built in'}`)
      line('engines', 'the first that is ready is chosen, unless --engine names another')
      for (const engine of engines) terminal.out(engineText(engine, engine === chosen, colors))
      line('chosen', chosen === null ? why : `${chosen.name}: ${why}`)
      if (faster !== null) line('faster', `${faster.name}, ${faster.what}: ${faster.command}`)
      if (chosen === null) return exit.outside
      next(context, 'genc new my-vae', 'writes a spec to start from')
      return exit.done
    }))
}

function engineText(engine: EngineState, chosen: boolean, colors: Colors): string {
  const marks = { ready: colors.green(chosen ? '→' : '✓'), broken: colors.red('✗'), 'passed-over': colors.dim('✓'), 'no-device': colors.dim('·'), missing: colors.dim('·') }
  const threads = engine.threads === null ? '' : `, ${engine.threads} ${engine.threads === 1 ? 'thread' : 'threads'}`
  const version = engine.version === null ? '' : `${engine.packages[0]} ${engine.version}${engine.state === 'ready' ? threads : ''}`
  const notes = engine.state === 'missing'
    ? [`not installed; to add it: ${engine.command}`]
    : [[version, engine.detail].filter(Boolean).join(': '), engine.command === null ? '' : `to mend it: ${engine.command}`, engine.advice ?? ''].filter(Boolean)
  return `  ${marks[engine.state]} ${engine.name.padEnd(11)} ${engine.what}\n${notes.map(note => `      ${colors.dim(note)}\n`).join('')}`
}

function dataSets(folder: string): string[] {
  try {
    return readdirSync(folder).filter(name => !name.startsWith('.')).sort()
  } catch {
    return []
  }
}

const gigabytes = (bytes: number): string => `${(bytes / 2 ** 30).toFixed(1)} GiB`

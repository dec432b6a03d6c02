/** The process: version check first, so that an old Node says so instead of failing on syntax. */
import module from 'node:module'
import { exit } from './exit.ts'

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major < 20 || (major === 20 && minor < 19)) {
  process.stderr.write(`genc needs Node 20.19 or newer; this is Node ${process.versions.node}. See https://nodejs.org\n`)
  process.exitCode = exit.outside
} else {
  // Node 22 keeps compiled code between runs.
  ;(module as { enableCompileCache?: () => void }).enableCompileCache?.()
  // A reader that goes away (`genc explain … | head`) is no error. A training stops as when it is asked to, and keeps what it has.
  let gone = false
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
    if (process.listenerCount('SIGTERM') === 0) process.exit(exit.done)
    if (!gone) process.emit('SIGTERM', 'SIGTERM')
    gone = true
  })
  const { main } = await import('./main.ts')
  const { processTerminal } = await import('./terminal.ts')
  process.exitCode = await main(process.argv.slice(2), processTerminal())
}

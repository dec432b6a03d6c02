/** `genc play SPEC`: a page with an editor over the language server, which trains in the browser. */
import { finish, type Context, type Register } from '../command.ts'
import { UsageError } from '../errors.ts'
import { exit, type ExitCode } from '../exit.ts'
import { collect, whole } from './train.ts'

interface PlayFlags { readonly port?: number; readonly data?: readonly string[]; readonly given?: readonly string[]; readonly open?: true }

export const register: Register = (program, context) => {
  program
    .command('play')
    .description('edit and train a spec in the browser, on a page that this machine alone sees')
    .argument('<spec>', 'spec file')
    .option('-d, --data <source>', 'data that the page starts with: built-in (digits, ring8, …), a name, a folder or a file; NAME=SOURCE where a spec has several', collect)
    .option('-g, --given <name=run>', 'the run of a trained part (given) of the spec; RUN:best takes its best checkpoint; may be repeated', collect)
    .option('-p, --port <n>', 'port of the page (default: one that is free)', whole('--port', 1))
    .option('--open', 'open the page in the browser')
    .action(finish(context, (spec: string, flags: PlayFlags) => play(context, spec, flags)))
}

async function play({ terminal }: Context, spec: string, flags: PlayFlags): Promise<ExitCode> {
  if (spec === '-') throw new UsageError('genc play takes a file, which its page can write back')
  const [{ builtPage, servePage }, { openProject }] = await Promise.all([import('../page-server.ts'), import('../play-project.ts')])
  const folder = builtPage()
  if (folder === null) throw new UsageError('the page is not built: npm run build makes it')
  const project = openProject(terminal, spec, { data: flags.data, given: flags.given })
  const server = await servePage({ folder, port: flags.port ?? 0, project: project.read, data: project.data, given: project.given, save: project.save })
  const stopped = new Promise<void>((resolve) => { for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve()) })
  terminal.out(`${server.url}\n`)
  terminal.err(terminal.errColors.dim(`${spec} is on this page, for this machine only; Ctrl-C ends it\n`))
  if (flags.open) await openInBrowser(server.url)
  await stopped
  await server.close()
  return exit.done
}

/** With what the system opens addresses by. Where there is nothing, the address stands in the terminal. */
async function openInBrowser(url: string): Promise<void> {
  const { spawn } = await import('node:child_process')
  const [command, args] = process.platform === 'darwin' ? ['open', [url]] as const : process.platform === 'win32' ? ['cmd', ['/c', 'start', '', url]] as const : ['xdg-open', [url]] as const
  const child = spawn(command, args, { stdio: 'ignore', detached: true })
  child.on('error', () => undefined)
  child.unref()
}

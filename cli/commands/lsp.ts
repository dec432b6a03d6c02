/** `genc lsp --stdio`: the language server, for editors. */
import packageJson from '../../package.json' with { type: 'json' }
import { finish, type Register } from '../command.ts'
import { UsageError } from '../errors.ts'
import { exit } from '../exit.ts'

export const register: Register = (program, context) => {
  program
    .command('lsp')
    .description('serve editors: diagnostics, completion, hover, renaming')
    .option('--stdio', 'speak the Language Server Protocol over standard input and output')
    .action(finish(context, async (options: { stdio?: true }) => {
      if (options.stdio !== true) throw new UsageError('genc lsp is started by editors; they type genc lsp --stdio')
      const { serveStdio } = await import('../../lsp/stdio.ts')
      await serveStdio(packageJson.version)
      return exit.done
    }))
}

/** `genc new NAME`: a spec to start from. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { nearest } from '../../grammar/nearest.ts'
import { finish, next, type Register } from '../command.ts'
import { UsageError } from '../errors.ts'
import { exit } from '../exit.ts'
import { writeWhole } from '../files.ts'
import { packageRoot } from '../../runtime/node/package-root.ts'

export const register: Register = (program, context) => {
  program
    .command('new')
    .description('write a spec to start from')
    .argument('[name]', 'name of the new spec: my-vae writes my-vae.gen')
    .option('-t, --template <name>', 'which of the lecture models to start from', 'vae')
    .option('--list', 'list the templates')
    .action(finish(context, (name: string | undefined, options: { template: string; list?: true }) => {
      const { terminal } = context
      const templates = templateNames()
      if (options.list) {
        for (const template of templates) terminal.out(`${template}\n`)
        return exit.done
      }
      if (!templates.includes(options.template)) throw new UsageError(unknownTemplate(options.template, templates))
      if (name === undefined || /(^|[\\/])(\.{0,2}|\.gen)$/.test(name)) throw new UsageError('the new spec needs a name: genc new my-vae')
      const path = name.endsWith('.gen') ? name : `${name}.gen`
      const file = resolve(terminal.cwd, path)
      if (existsSync(file)) throw new UsageError(`${path} exists already and is left as it is; choose another name or move it away`)
      const model = modelName(basename(path, '.gen'))
      writeWhole(file, rename(readFileSync(join(packageRoot(), 'specs', `${options.template}.gen`), 'utf8'), model))
      terminal.out(`${path}\n`)
      next(context, `genc train ${/\s/.test(path) ? `'${path}'` : path}`, 'trains on built-in data, no download')
      return exit.done
    }))
}

const templateNames = (): string[] =>
  readdirSync(join(packageRoot(), 'specs')).filter(file => file.endsWith('.gen')).map(file => basename(file, '.gen')).sort()

function unknownTemplate(name: string, templates: readonly string[]): string {
  const near = nearest(name, templates)
  return `there is no template ${name}${near === undefined ? '' : `; did you mean ${near}?`}\n  help: genc new x --list lists all ${templates.length}`
}

/** `my-first-vae` → `MyFirstVae`; undefined when nothing of the name can be a model's. */
function modelName(file: string): string | undefined {
  const words = file.match(/[\p{L}\p{N}]+/gu) ?? []
  const name = words.map(word => word[0]!.toUpperCase() + word.slice(1)).join('')
  return /^\p{L}/u.test(name) ? name : undefined
}

const rename = (spec: string, model: string | undefined): string => (model === undefined ? spec : spec.replace(/^model .*$/m, `model ${model}`))

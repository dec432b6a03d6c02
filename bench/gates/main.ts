/** The command line of the gates: which, on which data, and the table at the end. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { isAbsolute, join, resolve } from 'node:path'
import { Command } from 'commander'
import { isBounded, passes, type Check, type Gate } from './gate.ts'
import { autoencoder } from './gates/autoencoder.ts'
import { contractive } from './gates/contractive.ts'
import { determinism } from './gates/determinism.ts'
import { gan } from './gates/gan.ts'
import { pca } from './gates/pca.ts'
import { ringGan } from './gates/ring-gan.ts'
import { vae } from './gates/vae.ts'
import { openProgram } from './program.ts'
import { table, type Row } from './table.ts'

const gates: readonly Gate[] = [pca, vae, contractive, autoencoder, ringGan, determinism, gan]

interface Flags {
  readonly data?: string
  readonly only?: readonly string[]
  readonly engine?: string
  readonly keep?: string
  readonly program?: string
  readonly verbose?: true
}

/** Exit code: 0 when all bounds are kept, 1 when one is not, 2 for a wrong command line. */
export async function main(args: readonly string[], root: string): Promise<number> {
  let exitCode = 0
  const names = gates.map(({ name, about }) => `  ${name.padEnd(12)} ${about}`).join('\n')
  await new Command('gates')
    .exitOverride((error) => { process.exit(error.exitCode === 0 ? 0 : 2) })
    .description('Trains the models with the built command line and compares what they reach with bounds.')
    .option('-d, --data <source>', 'images to train on (default ../shared/data/mnist where it exists, else the built-in digits)')
    .option('--only <name...>', 'only these gates')
    .option('--engine <name>', 'engine to train on')
    .option('--keep <folder>', 'keep the run folders here, with their pictures')
    .option('--program <file>', 'another build (default dist/genc.js)')
    .option('--verbose', 'show the progress of every training')
    .addHelpText('after', `\nGates:\n${names}`)
    .action(async (flags: Flags) => { exitCode = await measure(flags, root) })
    .parseAsync([...args], { from: 'user' })
  return exitCode
}

async function measure(flags: Flags, root: string): Promise<number> {
  const unknown = (flags.only ?? []).filter((name) => !gates.some((gate) => gate.name === name))
  const file = resolve(flags.program ?? join(root, 'dist/genc.js'))
  const fault = unknown.length > 0 ? `there is no gate ${unknown.join(', ')}: there are ${gates.map(({ name }) => name).join(', ')}`
    : !existsSync(file) ? `${file} does not exist: npm run build makes it`
    : flags.keep !== undefined && existsSync(flags.keep) && readdirSync(flags.keep).length > 0 ? `${flags.keep} is not empty` : null
  if (fault !== null) {
    process.stderr.write(`${fault}\n`)
    return 2
  }
  const data = sourceOf(flags.data ?? (existsSync(join(root, '../shared/data/mnist')) ? join(root, '../shared/data/mnist') : 'digits'))
  const cwd = flags.keep === undefined ? mkdtempSync(join(tmpdir(), 'genc-gates-')) : resolve(flags.keep)
  mkdirSync(cwd, { recursive: true })
  const around = {
    program: openProgram({ file, cwd, engine: flags.engine ?? null, verbose: flags.verbose ?? false }),
    data, mnist: isMnist(data), specs: join(root, 'specs'),
  }
  process.stderr.write(`data ${data}${around.mnist ? '' : ' (bounds that hold for MNIST only are left out)'}; engine ${flags.engine ?? 'the default one'}\n`)
  const rows: Row[] = []
  try {
    for (const gate of gates.filter(({ name }) => flags.only === undefined || flags.only.includes(name))) {
      process.stderr.write(`${gate.name}: ${gate.about} …\n`)
      const began = performance.now()
      const { checks, error } = await attempt(() => gate.measure(around))
      const seconds = (performance.now() - began) / 1000
      rows.push({ gate: gate.name, checks, error, seconds })
      process.stderr.write(`${table([rows.at(-1)!])}\n`)
    }
  } finally {
    if (flags.keep === undefined) rmSync(cwd, { recursive: true, force: true })
  }
  process.stdout.write(`${table(rows)}\n`)
  const failed = rows.filter(({ checks, error }) => error !== null || !checks.every(passes)).map(({ gate }) => gate)
  const bounded = rows.flatMap(({ checks }) => checks).filter(isBounded).length
  process.stdout.write(failed.length === 0 ? `all ${bounded} bounds kept\n` : `failed: ${failed.join(', ')}\n`)
  return failed.length === 0 ? 0 : 1
}

async function attempt(run: () => Promise<readonly Check[]>): Promise<{ readonly checks: readonly Check[]; readonly error: string | null }> {
  try {
    return { checks: await run(), error: null }
  } catch (error) {
    return { checks: [], error: error instanceof Error ? error.message : String(error) }
  }
}

/** Paths are meant from where the command was typed, and trainings run elsewhere. */
const sourceOf = (text: string): string => (!isAbsolute(text) && existsSync(text) ? resolve(text) : text)

/** Told by the name of the folder, or the name known to genc; the gate of PCA checks a number that only MNIST has. */
const isMnist = (data: string): boolean => /(^|\/)mnist\/?$/i.test(data)

import { CommanderError } from 'commander'
import { describe, expect, test } from 'vitest'
import { failureOf, UsageError } from '../../cli/errors.ts'
import { exit } from '../../cli/exit.ts'
import { wantsColor } from '../../cli/terminal.ts'
import { genc } from './run.ts'

describe('a wrong command line ends with 2 and says what would fit', () => {
  test.each([
    [['chekc', 'a.gen'], /unknown command 'chekc'[^]*Did you mean check\?/],
    [['check', '--jsno', 'a.gen'], /unknown option '--jsno'[^]*Did you mean --json\?[^]*genc check --help/],
    [['check'], /missing required argument 'spec'/],
    [['fmt', '--chek', 'a.gen'], /Did you mean --check\?/],
    [['explain', 'syntax/mising'], /no diagnostic syntax\/mising[^]*did you mean syntax\/missing\?/],
    [['explain', 'missing'], /did you mean syntax\/missing\?/],
    [['build', 'specs/vae.gen', '--target', 'tfsj'], /--target takes tfjs, onnx, graph or model; this is tfsj. Did you mean tfjs\?/],
    [['build', 'specs/vae.gen', '--set', 'latent'], /--set takes name=value/],
    [['build', 'specs/vae.gen', '--set', 'latent=many'], /--set latent takes a number; many is none/],
    [['new', 'x', '--template', 'vaes'], /no template vaes; did you mean vae\?/],
    [['new'], /needs a name/],
  ])('%j', async (args, text) => {
    const { exitCode, out, err } = await genc(args)
    expect(err).toMatch(text)
    expect(exitCode).toBe(exit.usage)
    expect(out).toBe('')
  })

  test('no command at all prints the help', async () => {
    const { exitCode, err } = await genc([])
    expect(exitCode).toBe(exit.usage)
    expect(err).toContain('Usage: genc')
  })
})

test('--help lists every command and ends with 0', async () => {
  const { exitCode, out } = await genc(['--help'])
  expect(exitCode).toBe(exit.done)
  for (const command of ['new', 'check', 'fmt', 'explain', 'build', 'train', 'eval', 'sample', 'reconstruct', 'doctor']) expect(out).toMatch(new RegExp(`^  ${command} `, 'm'))
  expect((await genc(['check', '--help'])).out).toContain('--json')
  expect((await genc(['help', 'check'])).out).toContain('--json')
})

test('--version is the version of the package', async () => {
  expect((await genc(['--version'])).out).toMatch(/^\d+\.\d+\.\d+\n$/)
})

describe('thrown errors', () => {
  const named = (name: string, message: string, extra: object = {}): Error => Object.assign(new Error(message), { name }, extra)

  test.each([
    [new UsageError('x'), exit.usage],
    [named('DataError', 'x'), exit.outside],
    [named('FileError', 'x'), exit.outside],
    [named('EngineError', 'x'), exit.outside],
    [named('DivergedError', 'x'), exit.diverged],
    [named('InterruptedError', 'x'), exit.interrupted],
    [Object.assign(new Error('ENOSPC: write'), { code: 'ENOSPC', syscall: 'write' }), exit.outside],
    [new TypeError('x is undefined'), exit.fault],
    [new CommanderError(1, 'commander.unknownOption', 'x'), exit.usage],
    [new CommanderError(0, 'commander.help', 'x'), exit.done],
    ['a string', exit.fault],
  ])('%s ends with %i', (error, exitCode) => {
    expect(failureOf(error, false).exitCode).toBe(exitCode)
  })

  test('a hint is shown, a system error is put into words', () => {
    expect(failureOf(named('DataError', 'row 3 is ragged', { hint: 'it has 4 columns' }), false).text).toBe('row 3 is ragged\n  help: it has 4 columns')
    const denied = Object.assign(new Error('EACCES'), { code: 'EACCES', path: 'runs/a', syscall: 'open' })
    expect(failureOf(denied, false).text).toBe('cannot use runs/a: permission denied')
  })

  test('a fault says how to report it, with a stack only when asked', () => {
    const error = new TypeError('boom')
    expect(failureOf(error, false).text).toMatch(/genc stopped: TypeError: boom\n.*report/)
    expect(failureOf(error, false).text).not.toContain('    at ')
    expect(failureOf(error, true).text).toContain('    at ')
  })
})

test('colour follows NO_COLOR, FORCE_COLOR and TERM', () => {
  expect(wantsColor({}, true)).toBe(true)
  expect(wantsColor({}, false)).toBe(false)
  expect(wantsColor({ NO_COLOR: '1', FORCE_COLOR: '1' }, true)).toBe(false)
  expect(wantsColor({ NO_COLOR: '' }, true)).toBe(true)
  expect(wantsColor({ FORCE_COLOR: '1' }, false)).toBe(true)
  expect(wantsColor({ FORCE_COLOR: '0' }, true)).toBe(false)
  expect(wantsColor({ TERM: 'dumb' }, true)).toBe(false)
})

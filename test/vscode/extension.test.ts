/** The extension as it is installed: what the package holds, what the manifest promises, what stands by itself. */
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { tmpdir } from 'node:os'
import { join, posix } from 'node:path'
import { unzipSync, strFromU8 } from 'fflate'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { codes } from '../../compiler/diagnostics/pages.ts'
// @ts-expect-error a script without types
import { icon } from '../../scripts/icon.mjs'
// @ts-expect-error a script without types
import { pack, stage } from '../../scripts/vsix.mjs'
import { genc } from '../cli/run.ts'

const source = join(import.meta.dirname, '../../lsp/vscode')
const manifest = JSON.parse(readFileSync(join(source, 'package.json'), 'utf8'))
/** Outside the project: nothing of its node_modules is in reach. */
let folder: string
let packed: Readonly<Record<string, Uint8Array>>

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'genc-vscode-'))
  await (stage as (folder: string) => Promise<void>)(join(folder, 'extension'))
  // What it lists is looked at below.
  const quiet = (['log', 'warn', 'info'] as const).map((name) => vi.spyOn(console, name).mockImplementation(() => undefined))
  await (pack as (folder: string, path: string) => Promise<void>)(join(folder, 'extension'), join(folder, 'genc.vsix'))
  for (const one of quiet) one.mockRestore()
  packed = unzipSync(readFileSync(join(folder, 'genc.vsix')))
}, 120_000)
afterAll(() => rmSync(folder, { recursive: true }))

describe('the package', () => {
  test('holds what the extension needs and nothing else', () => {
    const names = Object.keys(packed).filter((name) => !/^extension\/(?:server\/chunks\/[\w.-]+\.js|docs\/diagnostics\/[\w-]+\.md)$/.test(name)).sort()
    expect(names).toEqual([
      '[Content_Types].xml', 'extension.vsixmanifest', 'extension/LICENSE.txt', 'extension/dist/NOTICES.txt', 'extension/dist/extension.cjs', 'extension/icon.png',
      'extension/language-configuration.json', 'extension/package.json', 'extension/readme.md', 'extension/server/NOTICES.txt', 'extension/server/genc.js', 'extension/server/prettier.js',
      'extension/snippets/gen.json', 'extension/syntaxes/gen.tmLanguage.json', 'extension/syntaxes/markdown.tmLanguage.json',
      'extension/walkthrough/look.md', 'extension/walkthrough/train.md', 'extension/walkthrough/write.md',
    ])
  })

  test('holds every file that its manifest names', () => {
    const inside = JSON.parse(strFromU8(packed['extension/package.json']!))
    const named = [...JSON.stringify(inside).matchAll(/"(?:\.\/)?([\w-]+(?:\/[\w.-]+)*\.(?:json|png|md|cjs))"/g)].map(([, path]) => `extension/${path}`)
    expect(named.length).toBeGreaterThan(7)
    expect(named.filter((path) => packed[path] === undefined)).toEqual([])
    expect(inside.version).toBe(JSON.parse(readFileSync('package.json', 'utf8')).version)
  })

  test('holds every file that its server imports', () => {
    const asked = Object.entries(packed).filter(([name]) => /^extension\/server\/.*\.js$/.test(name)).flatMap(([name, bytes]) =>
      [...strFromU8(bytes).matchAll(/(?:from|import)\s*\(?"(\.{1,2}\/[^"\s]+\.js)"/g)].map(([, path]) => posix.join(posix.dirname(name), path!)))
    expect(asked.length).toBeGreaterThan(50)
    expect([...new Set(asked)].filter((path) => packed[path] === undefined)).toEqual([])
  })

  test('asks its host for VS Code and Node only', () => {
    const client = strFromU8(packed['extension/dist/extension.cjs']!)
    const asked = [...new Set([...client.matchAll(/\brequire\("([^"]+)"\)/g)].map(([, name]) => name!.replace(/^node:/, '')))]
    expect(asked).toContain('vscode')
    expect(asked.filter((name) => name !== 'vscode' && !builtinModules.includes(name))).toEqual([])
  })

  test('tells the licences of what it holds', () => {
    const notices = strFromU8(packed['extension/dist/NOTICES.txt']!)
    for (const name of ['vscode-languageclient', 'vscode-languageserver-protocol', 'vscode-jsonrpc', 'chevrotain']) expect(notices).toMatch(new RegExp(`(^|\\n)${name} `))
  })

  test('compiles a spec for the commands that show one', () => {
    const server = join(folder, 'extension/server/genc.js')
    const run = (target: string) => spawnSync(process.execPath, [server, 'build', '-', '--target', target, '-o', '-'], { cwd: folder, input: readFileSync('specs/vae.gen', 'utf8'), encoding: 'utf8', env: { PATH: '' } })
    expect(run('tfjs')).toMatchObject({ status: 0, stdout: expect.stringContaining('export') })
    expect(run('graph')).toMatchObject({ status: 0, stdout: expect.stringContaining('matmul') })
  })
})

/** One message of the protocol as bytes. */
const message = (content: object): string => {
  const text = JSON.stringify({ jsonrpc: '2.0', ...content })
  return `Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`
}

test('the server that is packed answers over standard streams, without the project', async () => {
  const child = spawn(process.execPath, [join(folder, 'extension/server/genc.js'), 'lsp', '--stdio'], { cwd: folder, env: { PATH: '' } })
  let answer = ''
  const until = (text: string): Promise<void> => new Promise((done, fail) => {
    const look = (): void => { if (answer.includes(text)) done() }
    child.stdout.on('data', (bytes: Buffer) => { answer += bytes.toString(); look() })
    child.on('exit', () => fail(new Error(`the server ended before ${text}: ${answer}`)))
    look()
  })
  child.stdin.write(message({ id: 1, method: 'initialize', params: { processId: null, rootUri: null, capabilities: { textDocument: { hover: { contentFormat: ['markdown'] } } }, initializationOptions: { inlayHints: { shapes: true, parameters: false, kinds: true }, formulas: 'svg' } } }))
  await until('"hoverProvider"')
  child.stdin.write(message({ method: 'initialized', params: {} }))
  child.stdin.write(message({ method: 'textDocument/didOpen', params: { textDocument: { uri: 'file:///a.gen', languageId: 'gen', version: 1, text: 'metrik x = 1' } } }))
  await until('syntax/unknown-statement')
  // With a link to its page, which is packed too.
  await until('docs/diagnostics/syntax-unknown-statement.md')
  child.stdin.write(message({ method: 'textDocument/didOpen', params: { textDocument: { uri: 'file:///b.gen', languageId: 'gen', version: 1, text: readFileSync('specs/vae.gen', 'utf8') } } }))
  child.stdin.write(message({ id: 3, method: 'textDocument/hover', params: { textDocument: { uri: 'file:///b.gen' }, position: { line: 24, character: 4 } } }))
  await until('data:image/svg+xml;base64,')
  child.stdin.write(message({ method: 'textDocument/didOpen', params: { textDocument: { uri: 'file:///c.gen', languageId: 'gen', version: 1, text: 'hyper  a=1\n' } } }))
  child.stdin.write(message({ id: 4, method: 'textDocument/formatting', params: { textDocument: { uri: 'file:///c.gen' }, options: { tabSize: 2, insertSpaces: true } } }))
  await until('hyper a = 1')
  child.stdin.write(message({ id: 2, method: 'shutdown' }))
  await until('"id":2')
  const ended = new Promise((done) => child.on('close', done))
  child.stdin.write(message({ method: 'exit' }))
  expect(await ended).toBe(0)
})

test('the client loads, registers what it declares before the server is there, and runs nothing without trust', () => {
  // An editor of which everything exists and nothing does anything: enough to evaluate the bundle and its activation.
  const script = `
    const Module = require('node:module')
    const ids = []
    const handlers = {}
    const warned = []
    const anything = () => new Proxy(Object.defineProperty(function () {}, 'name', { writable: true }), {
      get: (_, key) => key === Symbol.toPrimitive ? () => '' : key === 'then' ? undefined : key === Symbol.iterator ? undefined : anything(), apply: () => anything(), construct: () => anything(),
    })
    const own = { workspace: { isTrusted: false }, window: { showWarningMessage: (text) => { warned.push(text) } } }
    const space = (key) => new Proxy(own[key] ?? anything(), { get: (target, name) => name in target && own[key] ? target[name] : anything() })
    // Bundled code copies a module's own properties and keeps its prototype.
    const vscode = Object.create(new Proxy({}, { get: (_, key) => key === 'version' ? '1.100.0' : key === 'commands' ? { registerCommand: (id, run) => (ids.push(id), handlers[id] = run, anything()), executeCommand: () => {} } : space(key) }))
    const load = Module._load
    Module._load = (name, ...rest) => name === 'vscode' ? vscode : load(name, ...rest)
    const { activate, deactivate } = require(${JSON.stringify(join(folder, 'extension/dist/extension.cjs'))})
    process.on('unhandledRejection', () => {})
    activate({ extensionPath: ${JSON.stringify(join(folder, 'extension'))}, subscriptions: [] }).catch((error) => { if (ids.length === 0) console.error(error) })
    handlers['genc.train']('file:///a.gen')
    handlers['genc.build']('file:///a.gen')
    setTimeout(() => {
      console.log(JSON.stringify([warned.length, typeof deactivate, ids.filter((id) => String(id).startsWith('genc.')).sort()]))
      process.exit(0)
    }, 100)`
  const { stdout, stderr } = spawnSync(process.execPath, ['-e', script], { cwd: folder, encoding: 'utf8' })
  expect(stderr).toBe('')
  expect(JSON.parse(stdout)).toEqual([2, 'function', manifest.contributes.commands.map(({ command }: { command: string }) => command).sort()])
})

describe('the manifest', () => {
  test('has every command that the code has, and the other way round', () => {
    const code = readFileSync(join(source, 'src/extension.ts'), 'utf8')
    const registered = [...code.matchAll(/command\('(genc\.\w+)'/g)].map(([, id]) => id).sort()
    expect(manifest.contributes.commands.map(({ command }: { command: string }) => command).sort()).toEqual(registered)
    const used = [...JSON.stringify([manifest.contributes.menus, manifest.contributes.walkthroughs]).matchAll(/command:?(?:":")?(genc\.\w+)/g)].map(([, id]) => id)
    expect(used.filter((id) => !registered.includes(id))).toEqual([])
  })

  test('lets nothing run in a folder that is not trusted', () => {
    expect(manifest.capabilities.untrustedWorkspaces).toMatchObject({ supported: 'limited', restrictedConfigurations: ['genc.path'] })
    for (const id of ['genc.train', 'genc.build']) expect(manifest.contributes.commands.find(({ command }: { command: string }) => command === id).enablement).toContain('isWorkspaceTrusted')
    expect(manifest.contributes.taskDefinitions[0].when).toContain('isWorkspaceTrusted')
  })

  test('has a matcher that finds the problems of genc check', async () => {
    const { err } = await genc(['check', '-'], { input: 'metrik x = 1\n\nlet b = nobody' })
    const [first, second] = manifest.contributes.problemMatchers[0].pattern.map(({ regexp }: { regexp: string }) => new RegExp(regexp)) as [RegExp, RegExp]
    const lines = err.split('\n')
    const found = lines.flatMap((line, i) => {
      const [head, place] = [first.exec(line), second.exec(lines[i + 1] ?? '')]
      return head === null || place === null ? [] : [[head[1], head[2], ...place.slice(1)]]
    })
    expect(found).toEqual([['error', 'syntax/unknown-statement', '<stdin>', '1', '1'], ['error', 'names/unknown', '<stdin>', '3', '9']])
    // No code of the registry is written in a way that it would miss.
    expect(codes.filter((code) => !/^[a-z]+\/[a-z-]+$/.test(code))).toEqual([])
  })
})

test('the icon is the one that is drawn', async () => {
  const { Resvg } = await import('@resvg/resvg-js')
  const drawn = new Resvg(icon as string).render()
  expect([drawn.width, drawn.height]).toEqual([128, 128])
  expect(Buffer.from(drawn.asPng()).equals(readFileSync(join(source, 'icon.png')))).toBe(true)
})

describe('the language configuration', () => {
  const configuration = JSON.parse(readFileSync(join(source, 'language-configuration.json'), 'utf8'))
  const rules = configuration.onEnterRules as readonly { readonly beforeText: string; readonly action: { readonly indent: string; readonly appendText?: string } }[]
  const enter = (line: string) => rules.find(({ beforeText }) => new RegExp(beforeText).test(line))?.action

  test('goes on with a doc comment, and with an arrow on the next line', () => {
    expect(enter('/// A variational autoencoder')).toEqual({ indent: 'none', appendText: '/// ' })
    expect(enter('// a comment')).toBeUndefined()
    expect(enter('  x -> flatten ->')).toEqual({ indent: 'indent' })
    expect(enter('  x -> flatten')).toBeUndefined()
  })

  test('indents after what opens, and takes a whole name as a word', () => {
    const { increaseIndentPattern, decreaseIndentPattern } = configuration.indentationRules
    for (const line of ['train {', 'encoder Enc(x) -> h[2] {', 'let a = f(', '  repeat 5 {']) expect(line, line).toMatch(new RegExp(increaseIndentPattern))
    for (const line of ['loss { a = 1 }', '// train {', 'let a = f(b)']) expect(line, line).not.toMatch(new RegExp(increaseIndentPattern))
    expect('  }').toMatch(new RegExp(decreaseIndentPattern))
    const words = 'x̂₁ + βₜ * relu 1e-3'.match(new RegExp(configuration.wordPattern.pattern, `g${configuration.wordPattern.flags}`))
    expect(words).toEqual(['x̂₁', 'βₜ', 'relu', '1e-3'])
  })
})

test('settings that the code reads are declared', () => {
  expect(Object.keys(manifest.contributes.configuration.properties)).toEqual(expect.arrayContaining(['genc.path', 'genc.trace.server']))
  expect(existsSync(join(source, 'icon.png'))).toBe(true)
})

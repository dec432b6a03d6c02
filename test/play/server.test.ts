/** Who is answered by the server behind the page, and what may be written. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { join } from 'node:path'
import { createColors } from 'picocolors'
import { expect, onTestFinished, test } from 'vitest'
import { servePage } from '../../cli/page-server.ts'
import { openProject } from '../../cli/play-project.ts'
import type { Terminal } from '../../cli/terminal.ts'
import { compile } from '../../compiler/compile.ts'
import type { Project } from '../../play/project.ts'
import { initialize } from '../../runtime/noise/initialize.ts'
import { saveCheckpoint } from '../../runtime/run/checkpoint.ts'
import { writeConfig } from '../../runtime/run/config.ts'
import { RUN_FILES } from '../../runtime/run/folder.ts'
import { START } from '../../runtime/train/loop.ts'
import { emptyFolder, genc } from '../cli/run.ts'

const colors = createColors(false)
const nothing = (): void => undefined

interface Answer { readonly status: number; readonly headers: Readonly<Record<string, string | string[] | undefined>>; readonly body: string }

const JUDGE = 'model Judge\ndata (x: real[2])\nnetwork C(x) -> y[1] { x -> dense(1) }\nmetric m = E[sum(C(x))]\n'

/** A run of the judge, as if it had been trained. */
function judged(run: string): void {
  const { graph } = compile(JUDGE)
  mkdirSync(join(run, 'checkpoints'), { recursive: true })
  writeFileSync(join(run, RUN_FILES.spec), JUDGE)
  writeConfig(run, {
    version: 1, spec: 'judge', file: 'judge.gen', model: 'Judge', specHash: graph!.specHash, hyper: {}, length: null, seed: 0, engine: { name: 'cpu', backend: 'cpu' }, data: {}, versions: {}, started: '',
  })
  const values = Object.fromEntries(graph!.store.map((entry) => [entry.name, initialize(entry, 0)]))
  saveCheckpoint(join(run, RUN_FILES.last), graph!, { values, progress: { ...START, round: 1 }, specHash: graph!.specHash, seed: 0, data: {} })
}

/** A server over a folder with a spec, what it imports, and a page of two files. */
async function serving(): Promise<{ readonly folder: string; readonly host: string; readonly ask: (path: string, options?: { readonly method?: string; readonly headers?: Record<string, string>; readonly body?: string }) => Promise<Answer> }> {
  const folder = emptyFolder()
  mkdirSync(join(folder, 'page/chunks'), { recursive: true })
  writeFileSync(join(folder, 'page/index.html'), '<title>genc</title><script type="application/json" id="project">null</script>')
  writeFileSync(join(folder, 'page/train-worker.js'), '1')
  writeFileSync(join(folder, 'page/chunks/a.js'), '2')
  writeFileSync(join(folder, 'spec.gen'), '/// </script><b>\nmodel A\nimport { Two } from "blocks.gen"\ngiven J from "judge.gen"\n')
  writeFileSync(join(folder, 'judge.gen'), JUDGE)
  judged(join(folder, 'runs/judge-001'))
  writeFileSync(join(folder, 'blocks.gen'), 'block Two(h) { h -> dense(2) }\n')
  writeFileSync(join(folder, 'other.gen'), 'model B\n')
  writeFileSync(join(folder, 'points.csv'), 'a,b\n1,2.5\n3,4.5\n')
  writeFileSync(join(folder, 'secret.csv'), 'a\n1\n')
  const terminal: Terminal = { out: nothing, err: nothing, outIsTerminal: false, errIsTerminal: false, outColors: colors, errColors: colors, columns: 100, env: {}, cwd: folder, input: () => new Uint8Array() }
  const project = openProject(terminal, 'spec.gen', { data: ['digits', 'more=points.csv', 'gone.csv'], given: ['J=judge'] })
  const server = await servePage({ folder: join(folder, 'page'), port: 0, project: project.read, data: project.data, given: project.given, save: project.save })
  onTestFinished(() => server.close())
  const { host, port } = new URL(server.url)
  const ask = (path: string, { method = 'GET', headers = {}, body = '' }: { method?: string; headers?: Record<string, string>; body?: string } = {}): Promise<Answer> => new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port, path, method, headers: { host, ...headers } }, (response) => {
      let text = ''
      response.on('data', (data) => { text += String(data) })
      response.on('end', () => resolve({ status: response.statusCode!, headers: response.headers, body: text }))
    })
    asked.on('error', reject)
    asked.end(body)
  })
  return { folder, host, ask }
}

const projectIn = (html: string): Project => JSON.parse(/id="project">(.*)<\/script>/s.exec(html)![1]!) as Project

test('the page holds the spec and its imports, and nothing in them ends the script', async () => {
  const { ask } = await serving()
  const { status, headers, body } = await ask('/')
  expect(status).toBe(200)
  expect(headers['content-security-policy']).toContain("default-src 'self'")
  expect(body.match(/<\/script>/g)).toHaveLength(1)
  const { files, data, givens } = projectIn(body)
  expect(files.map(({ path }) => path)).toEqual(['spec.gen', 'blocks.gen', 'judge.gen'])
  expect(givens).toEqual({ J: { run: 'runs/judge-001', checkpoint: 'last', spec: 'judge', specHash: compile(JUDGE).graph!.specHash, hyper: {}, givens: {} } })
  expect(files[0].text).toContain('</script><b>')
  expect(data).toEqual(['digits', 'more=points.csv', 'gone.csv'])
  expect((await ask('/chunks/a.js')).body).toBe('2')
  expect((await ask('/chunks/a.js')).headers['content-security-policy']).not.toContain('unsafe-eval')
  expect((await ask('/train-worker.js')).headers['content-security-policy']).toContain('unsafe-eval')
})

test('only this machine is answered, and only with files of the page', async () => {
  const { ask, host } = await serving()
  expect((await ask('/', { headers: { host: 'evil.example' } })).status).toBe(403)
  expect((await ask('/', { headers: { host: host.replace('127.0.0.1', 'evil.example') } })).status).toBe(403)
  expect((await ask('/', { headers: { host: host.replace('127.0.0.1', 'localhost') } })).status).toBe(200)
  for (const path of ['/spec.gen', '/../spec.gen', '/..%2fspec.gen', '/%2e%2e/spec.gen', '/chunks', '/nothing.js', '/%ff']) expect((await ask(path)).status, path).toBe(404)
  expect((await ask('/', { method: 'POST' })).status).toBe(405)
})

test('data are read that the page was started with, and no others', async () => {
  const { ask } = await serving()
  expect((await ask('/data/points.csv')).status).toBe(200)
  expect((await ask('/data/secret.csv')).status).toBe(404)
  expect((await ask('/data/..%2fpoints.csv')).status).toBe(404)
  const gone = await ask('/data/gone.csv')
  expect([gone.status, gone.body]).toEqual([422, expect.stringContaining('gone.csv')])
})

test('weights are read of the runs that the page was started with, as they are now, and of no others', async () => {
  const { ask, folder } = await serving()
  const { status, body } = await ask('/given/J')
  expect([status, body]).toEqual([200, expect.stringContaining('C.dense.kernel')])
  expect((await ask('/given/K')).status).toBe(404)
  expect((await ask('/given/..%2fruns%2fjudge-001')).status).toBe(404)
  rmSync(join(folder, 'runs/judge-001/checkpoints'), { recursive: true })
  const gone = await ask('/given/J')
  expect([gone.status, gone.body]).toEqual([422, '--given J: runs/judge-001 is not trained: it was stopped before its first checkpoint; genc train --resume runs/judge-001 goes on with it, genc train judge.gen makes another'])
})

test('runs are refused as genc train refuses them', async () => {
  const cwd = emptyFolder()
  writeFileSync(join(cwd, 'spec.gen'), 'model A\ndata (x: real[2])\ngiven J from "judge.gen"\nmetric m = E[sum(J.C(x))]\n')
  writeFileSync(join(cwd, 'judge.gen'), JUDGE.replace('[1]', '[2]').replace('dense(1)', 'dense(2)'))
  judged(join(cwd, 'runs/judge-001'))
  for (const given of ['J', 'K=judge', 'J=nothing', 'J=judge']) {
    const [play, train] = [await genc(['play', 'spec.gen', '--given', given], { cwd }), await genc(['train', 'spec.gen', '--given', given], { cwd })]
    expect(play.exitCode, given).not.toBe(0)
    expect(play, given).toEqual(train)
  }
})

test('only the page writes, only its own files, only over the version that it read', async () => {
  const { ask, host, folder } = await serving()
  const { files } = projectIn((await ask('/')).body)
  const headers = { origin: `http://${host}`, 'if-match': `"${files[0].version!}"` }
  const put = (path: string, body: string, changes: Record<string, string> = {}): Promise<Answer> => ask(path, { method: 'PUT', headers: { ...headers, ...changes }, body })
  const before = readFileSync(join(folder, 'spec.gen'), 'utf8')
  expect((await ask('/files/spec.gen', { method: 'PUT', headers: { 'if-match': headers['if-match'] }, body: 'x' })).status).toBe(403)
  expect((await put('/files/spec.gen', 'x', { origin: 'http://evil.example' })).status).toBe(403)
  expect((await put('/files/other.gen', 'x')).status).toBe(404)
  expect((await put('/files/..%2fspec.gen', 'x')).status).toBe(404)
  expect((await put('/index.html', 'x')).status).toBe(404)
  expect((await put('/files/spec.gen', 'x', { 'if-match': 'any' })).status).toBe(428)
  expect((await put('/files/spec.gen', 'x', { 'if-match': '"older"' })).status).toBe(412)
  expect((await put('/files/spec.gen', 'x'.repeat(4_000_100))).status).toBe(413)
  expect(readFileSync(join(folder, 'spec.gen'), 'utf8')).toBe(before)

  const { status, body: version } = await put('/files/spec.gen', 'model C\n')
  expect(status).toBe(200)
  expect(readFileSync(join(folder, 'spec.gen'), 'utf8')).toBe('model C\n')
  // Written over once, the first version is no longer the one on the disk.
  expect((await put('/files/spec.gen', 'model D\n')).status).toBe(412)
  expect((await put('/files/spec.gen', 'model D\n', { 'if-match': `"${version}"` })).status).toBe(200)
})

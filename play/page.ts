/** The page: editors over the language server on one side, training on the other. */
import { forEachDiagnostic, openLintPanel } from '@codemirror/lint'
import { findReferencesKeymap, formatKeymap, hoverTooltips, jumpToDefinitionKeymap, renameKeymap, serverCompletion, signatureHelp } from '@codemirror/lsp-client'
import { EditorView, keymap } from '@codemirror/view'
import type { COMMANDS } from '../lsp/features/code-lens.ts'
import { startServer } from './client.ts'
import { serverDiagnostics } from './diagnostics.ts'
import { makeEditor } from './editor.ts'
import { element, made } from './element.ts'
import type { ProjectFile } from './project.ts'
import { ConflictError, projectOf, save } from './saving.ts'
import { makeTraining } from './training.ts'

/** A file of the project with its editor. */
interface Opened {
  readonly path: string
  readonly view: EditorView
  readonly tab: HTMLButtonElement
  /** As it was read or last written. */
  text: string
  version: string | undefined
}

/** The page has no more of the server than its words. */
const TRAIN: typeof COMMANDS.train = 'genc.train'

const project = projectOf(document)
const spec = project.files[0]
const editors = element('editors', HTMLElement)
const told = element('told', HTMLElement)
const problems = element('problems', HTMLButtonElement)
const tabs = element('files', HTMLElement)

const client = startServer({
  extensions: [
    serverCompletion(), hoverTooltips(), signatureHelp(), serverDiagnostics, keymap.of([...formatKeymap, ...renameKeymap, ...jumpToDefinitionKeymap, ...findReferencesKeymap]),
    EditorView.updateListener.of(() => count()),
  ],
  show(view) {
    show(opened.find((one) => one.view === view)!)
    view.focus()
  },
  failed: (reason) => say(`The language server stopped: ${reason}. Load the page again.`),
})
const opened: readonly Opened[] = project.files.map(open)
let current: Opened = opened[0]!

const training = makeTraining({
  data: project.data,
  job: () => ({ name: spec.path, givens: project.givens, files: Object.fromEntries(opened.map(({ path, view }) => [path, view.state.sliceDoc()])) }),
})

function open({ path, text, version }: ProjectFile): Opened {
  const keys = keymap.of([
    { key: 'Mod-s', run: () => { void write(); return true } },
    { key: 'Mod-Enter', run: () => { training.start(); return true } },
  ])
  const view = makeEditor({ path, text, client, parent: editors, keys, commands: path === spec.path ? { [TRAIN]: () => training.start() } : {}, changed: () => mark() })
  const tab = made('button', '', path)
  tab.type = 'button'
  tab.role = 'tab'
  tab.addEventListener('click', () => { show(file); file.view.focus() })
  tabs.append(tab)
  const file: Opened = { path, view, tab, text, version }
  return file
}

function show(file: Opened): void {
  current = file
  for (const one of opened) {
    one.view.dom.hidden = one !== file
    one.tab.ariaSelected = String(one === file)
  }
  file.view.requestMeasure()
  mark()
  count()
}

function changed({ view, text }: Opened): boolean { return view.state.sliceDoc() !== text }

/** Says which files were changed. */
function mark(): void {
  for (const file of opened) file.tab.dataset['changed'] = String(changed(file))
  element('save', HTMLButtonElement).hidden = current.version === undefined
  element('save', HTMLButtonElement).disabled = !changed(current)
}

async function write(): Promise<void> {
  const { path, view, version } = current
  const file = current
  const text = view.state.sliceDoc()
  if (version === undefined) return say('This page has nowhere to write to: copy or download the text.')
  if (!changed(file)) return say(`${path} is as it was read.`)
  try {
    file.version = await save(path, text, version)
    file.text = text
    mark()
    say(`${path} is written.`)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    say(error instanceof ConflictError ? reason : `${path} could not be written: ${reason}`)
  }
}

let silence: ReturnType<typeof setTimeout> | undefined

function say(text: string): void {
  told.textContent = text
  clearTimeout(silence)
  silence = setTimeout(() => { told.textContent = '' }, 8000)
}

/** Mistakes below the editor. */
function count(): void {
  const found = { error: 0, warning: 0, info: 0, hint: 0 }
  forEachDiagnostic(current.view.state, ({ severity }) => { found[severity]++ })
  const parts = [[found.error, 'error'], [found.warning, 'warning'], [found.info, 'note']] as const
  const text = parts.flatMap(([n, word]) => (n === 0 ? [] : [`${n} ${word}${n === 1 ? '' : 's'}`])).join(', ')
  if (problems.textContent !== text) problems.textContent = text
  problems.hidden = text === ''
  problems.dataset['worst'] = found.error > 0 ? 'error' : found.warning > 0 ? 'warning' : 'info'
}

problems.addEventListener('click', () => { openLintPanel(current.view) })
element('save', HTMLButtonElement).addEventListener('click', () => { void write() })
element('copy', HTMLButtonElement).addEventListener('click', () => {
  navigator.clipboard.writeText(current.view.state.sliceDoc()).then(() => say(`${current.path} is copied.`), () => say('The browser does not let this page copy; select the text and copy it.'))
})
element('download', HTMLButtonElement).addEventListener('click', () => {
  const link = made('a')
  link.download = current.path.replace(/^.*\//, '')
  link.href = URL.createObjectURL(new Blob([current.view.state.sliceDoc()], { type: 'text/plain' }))
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 1000)
})
addEventListener('beforeunload', (event) => { if (opened.some(changed)) event.preventDefault() })
addEventListener('keydown', (event) => {
  if (!event.ctrlKey && !event.metaKey || event.defaultPrevented) return
  if (event.key === 's') void write()
  else if (event.key === 'Enter') training.start()
  else return
  event.preventDefault()
})

document.title = `${spec.path} · genc`
show(current)
current.view.focus()

/** The side of the page that trains: starts the worker, shows what it tells. */
import { PALETTE } from '../runtime/figures/theme.ts'
import { count, duration, shortNumber } from '../runtime/train/words.ts'
import { BACKENDS, type BackendName } from './backend-names.ts'
import { element, made } from './element.ts'
import type { FromWorker, Job, Numbers, Period, Picture, Round } from './messages.ts'
import { makePanel, type Panel } from './plot.ts'

export interface TrainingOptions {
  /** Data that the page starts with, as `--data` takes them. */
  readonly data: readonly string[]
  readonly job: () => Pick<Job, 'name' | 'files' | 'givens'>
}

/** Milliseconds that a training has to come to its end after Stop. */
const PATIENCE = 4000
/** Milliseconds after which it is said what is being done. */
const MOMENT = 300

export function makeTraining({ data, job }: TrainingOptions): { readonly start: () => void } {
  const train = element('train', HTMLButtonElement)
  const stop = element('stop', HTMLButtonElement)
  const dataField = element('data', HTMLInputElement)
  const length = element('length', HTMLInputElement)
  const unit = element('unit', HTMLSelectElement)
  const backend = element('backend', HTMLSelectElement)
  const results = element('results', HTMLElement)
  const seed = element('seed', HTMLInputElement)
  const settings = element('settings', HTMLFormElement)
  dataField.value = data.join(' ')
  backend.append(new Option('fastest', ''), ...Object.entries(BACKENDS).map(([name, title]) => new Option(title, name)))
  let worker: Worker | null = null
  let screen = makeScreen()
  let began = 0

  const end = (): void => {
    worker?.terminate()
    worker = null
    train.hidden = false
    stop.hidden = true
    stop.disabled = false
  }
  const start = (): void => {
    if (worker !== null) return
    screen = makeScreen()
    began = performance.now()
    results.replaceChildren(screen.element)
    const running = new Worker(new URL('./train-worker.js', import.meta.url), { type: 'module', name: 'genc training' })
    worker = running
    running.addEventListener('message', ({ data: message }: MessageEvent<FromWorker>) => {
      if (message.kind === 'fitting') element('known-data', HTMLDataListElement).replaceChildren(...message.sources.map((source) => new Option(source, source)))
      else screen.tell(message)
      if (message.kind === 'ended' || message.kind === 'refused') end()
    })
    running.addEventListener('error', (event) => {
      screen.tell({ kind: 'refused', reason: `the worker that trains could not go on: ${event.message || 'it did not start'}`, hint: '' })
      end()
    })
    running.postMessage({
      kind: 'train', job: {
        ...job(), data: dataField.value.split(/\s+/).filter((word) => word !== ''), seed: Number(seed.value),
        length: length.value === '' ? null : { unit: unit.value === 'rounds' ? 'rounds' : 'epochs', count: Math.max(1, Math.round(Number(length.value))) },
        backend: backend.value === '' ? null : backend.value as BackendName,
      } satisfies Job,
    })
    train.hidden = true
    stop.hidden = false
  }
  stop.addEventListener('click', () => {
    const stopping = worker
    stopping?.postMessage({ kind: 'stop' })
    stop.disabled = true
    setTimeout(() => {
      if (worker !== stopping || stopping === null) return
      screen.tell({ kind: 'ended', trained: true, stopped: true, seconds: (performance.now() - began) / 1000 })
      end()
    }, PATIENCE)
  })
  // The browser shows this at the field, and its own words for the others.
  seed.addEventListener('input', () => seed.setCustomValidity(isSeed(seed.value) ? '' : `A seed is a whole number from 0 to ${Number.MAX_SAFE_INTEGER}.`))
  settings.addEventListener('submit', (event) => {
    event.preventDefault()
    start()
  })
  return { start: () => settings.requestSubmit() }
}

const isSeed = (text: string): boolean => text !== '' && Number.isSafeInteger(Number(text)) && Number(text) >= 0

interface Screen { readonly element: HTMLElement; readonly tell: (message: FromWorker) => void }

/** What is to be seen of one training. */
function makeScreen(): Screen {
  const box = made('div', 'run')
  const state = made('p', 'state', 'starting')
  state.role = 'status'
  const bar = made('progress')
  bar.ariaLabel = 'Training'
  const about = made('details', 'about')
  about.hidden = true
  const terms = made('div', 'terms')
  const pictures = made('div', 'pictures')
  const numbers = made('div', 'numbers')
  const notes = made('ul', 'notes')
  box.append(state, bar, about, notes, terms, numbers, pictures)

  const panels = new Map<string, Panel>()
  const shown = new Map<string, { readonly image: HTMLImageElement; readonly caption: HTMLElement }>()
  const panelOf = (name: string): Panel => {
    const panel = panels.get(name) ?? makePanel(name, PALETTE[panels.size % 6]!)
    if (!panels.has(name)) terms.append(panel.element)
    panels.set(name, panel)
    return panel
  }
  /** What a table of the loss terms is of. */
  let tested = ''
  let waiting: ReturnType<typeof setTimeout> | undefined
  const say = (text: string): void => {
    clearTimeout(waiting)
    if (state.textContent !== text) state.textContent = text
  }
  // What is over in a moment need not be told.
  const sayLater = (text: string): void => {
    clearTimeout(waiting)
    waiting = setTimeout(() => { state.textContent = text }, MOMENT)
  }

  const onRound = ({ round, rounds: all, place, terms: means, speed, left }: Round): void => {
    bar.max = all
    bar.value = round
    say([place, ...(speed > 0 ? [`${count(speed)} samples/s`, `${duration(left)} left`] : [])].join(' · '))
    for (const [name, value] of Object.entries(means)) panelOf(name).add(round, value)
  }
  const onPeriod = ({ round, test, metrics }: Period): void => {
    for (const [name, value] of Object.entries(test)) if (panels.has(name)) panelOf(name).test(round, value)
    if (Object.keys(test).length + Object.keys(metrics).length > 0) numbers.replaceChildren(...table(tested, test), ...table('Metrics', metrics))
  }
  const onPicture = ({ name, round, image }: Picture): void => {
    const known = shown.get(name) ?? { image: made('img'), caption: made('figcaption') }
    if (!shown.has(name)) {
      const figure = made('figure')
      known.image.alt = name
      // A row of pictures needs the room of two.
      known.image.addEventListener('load', () => figure.classList.toggle('wide', known.image.naturalWidth > 1.9 * known.image.naturalHeight))
      figure.append(known.image, known.caption)
      pictures.append(figure)
      shown.set(name, known)
    }
    const before = known.image.src
    known.image.src = URL.createObjectURL(image)
    if (before !== '') URL.revokeObjectURL(before)
    known.caption.textContent = `${name}, after step ${round.toLocaleString('en-US')}`
  }
  return {
    element: box,
    tell(message) {
      switch (message.kind) {
        case 'doing': return sayLater(`${message.text} …`)
        case 'begun':
          about.replaceChildren(made('summary', '', `${message.model} · ${message.backend}`), list([
            ...message.data.map((line) => ['Data', line] as const), ...message.givens.map((line) => ['Given', line] as const), ['Length', message.length], ['Seed', String(message.seed)], ['Computed by', message.where], ...(message.why === '' ? [] : [['Passed over', message.why] as const]),
          ]))
          about.hidden = false
          tested = message.data.length === 0 ? 'On new draws' : 'On the test split'
          return say('compiling the first step …')
        case 'round': return onRound(message)
        case 'period': return onPeriod(message)
        case 'picture': return onPicture(message)
        case 'note': return notes.append(made('li', '', message.text))
        case 'refused':
          bar.hidden = true
          notes.append(made('li', 'refused', message.reason))
          if (message.hint !== '') notes.append(made('li', '', message.hint))
          return say('')
        case 'ended':
          if (!message.stopped) bar.value = bar.max
          return say(`${message.stopped ? 'stopped after' : message.trained ? 'trained in' : 'evaluated in'} ${duration(message.seconds)}`)
        case 'fitting':
      }
    },
  }
}

function table(title: string, numbers: Numbers): readonly HTMLElement[] {
  if (Object.keys(numbers).length === 0) return []
  const element = made('table')
  element.append(made('caption', '', title))
  for (const [name, value] of Object.entries(numbers)) {
    const row = element.insertRow()
    const head = made('th', '', name)
    head.scope = 'row'
    row.append(head, made('td', '', shortNumber(value)))
  }
  return [element]
}

function list(rows: readonly (readonly [string, string])[]): HTMLElement {
  const element = made('dl')
  for (const [title, text] of rows) element.append(made('dt', '', title), made('dd', '', text))
  return element
}

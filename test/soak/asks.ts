/** What each request of the server is asked with, at a place. A method without a row does not compile: none can be forgotten. */
import type { CallHierarchyItem, Position, Range } from 'vscode-languageserver'
import { ALL_HINTS } from '../../lsp/features/inlay-hints.ts'
import { picturesFrom, type Draw } from '../../lsp/formulas.ts'
import { linesOf, positionOf } from '../../lsp/positions.ts'
import { requests, type Method, type Settings } from '../../lsp/requests.ts'
import type { Workspace } from '../../lsp/workspace.ts'

export type Params<M extends Method> = Parameters<(typeof requests)[M]['answer']>[1]

/** A cursor; `range` is what is selected before it. */
export interface Place { readonly uri: string; readonly text: string; readonly position: Position; readonly range: Range }

export const methods = Object.keys(requests) as Method[]
export const plainSettings: Settings = { inlayHints: ALL_HINTS }

export interface Drawing {
  /** With formulas as pictures. */
  readonly settings: Settings
  /** LaTeX that could not be drawn; the answer has its text. */
  readonly undrawn: string[]
}

/** What typesets is loaded at the first formula, which takes a while: one for all. */
export function drawing(): Drawing {
  const undrawn: string[] = []
  const load = async (): Promise<Draw> => {
    const { makeTypesetter } = await import('../../lsp/formula-image.ts')
    const draw = makeTypesetter()
    return (latex, color) => {
      try {
        return draw(latex, color)
      } catch (error) {
        undrawn.push(`${latex}: ${String(error)}`)
        throw error
      }
    }
  }
  let loaded: Promise<Draw> | undefined
  return { settings: { ...plainSettings, pictures: picturesFrom('svg', () => loaded ??= load())! }, undrawn }
}

export function placeOf(uri: string, text: string, offset: number, from: number = offset): Place {
  const lines = linesOf(text)
  const position = positionOf(lines, offset)
  return { uri, text, position, range: { start: positionOf(lines, Math.min(from, offset)), end: position } }
}

const document = ({ uri }: Place): { textDocument: { uri: string } } => ({ textDocument: { uri } })
const here = ({ uri, position }: Place): { textDocument: { uri: string }; position: Position } => ({ textDocument: { uri }, position })
const selected = ({ uri, range }: Place): { textDocument: { uri: string }; range: Range } => ({ textDocument: { uri }, range })
const whole = ({ uri, text }: Place): { textDocument: { uri: string }; range: Range } => selected(placeOf(uri, text, text.length, 0))
const item = ({ uri, position }: Place): { item: CallHierarchyItem } => {
  const range = { start: position, end: position }
  return { item: { name: '', kind: 5, uri, range, selectionRange: range } }
}
const options = { tabSize: 2, insertSpaces: true }

const asks: { readonly [M in Method]: (place: Place) => Params<M> } = {
  'textDocument/hover': here,
  'textDocument/completion': here,
  'textDocument/definition': here,
  'textDocument/references': (place) => ({ ...here(place), context: { includeDeclaration: true } }),
  'textDocument/documentHighlight': here,
  'textDocument/prepareRename': here,
  'textDocument/rename': (place) => ({ ...here(place), newName: 'another' }),
  'textDocument/documentSymbol': document,
  'workspace/symbol': () => ({ query: 'e' }),
  'textDocument/formatting': (place) => ({ ...document(place), options }),
  'textDocument/rangeFormatting': (place) => ({ ...selected(place), options }),
  'textDocument/codeAction': (place) => ({ ...selected(place), context: { diagnostics: [] } }),
  'textDocument/inlayHint': whole,
  'textDocument/semanticTokens/full': document,
  'textDocument/semanticTokens/range': selected,
  'textDocument/foldingRange': document,
  'textDocument/selectionRange': (place) => ({ ...document(place), positions: [place.position] }),
  'textDocument/signatureHelp': here,
  'textDocument/codeLens': document,
  'textDocument/documentLink': document,
  'textDocument/onTypeFormatting': (place) => ({ ...here(place), ch: place.position.line % 2 === 0 ? '}' : '\n', options }),
  'textDocument/prepareCallHierarchy': here,
  'callHierarchy/incomingCalls': item,
  'callHierarchy/outgoingCalls': item,
  'workspace/willRenameFiles': ({ uri }) => ({ files: [{ oldUri: uri, newUri: uri.replace(/[^/]*$/, 'moved/spec.gen') }] }),
}

export function paramsOf<M extends Method>(method: M, place: Place): Params<M> {
  if (!Object.hasOwn(asks, method)) throw new Error(`test/soak/asks.ts says nothing of ${method}: add what it is asked with`)
  return asks[method](place)
}

/** What a request answers to a workspace, as the server would ask it. */
export const ask = <M extends Method>(workspace: Workspace, method: M, params: Params<M>, settings: Settings = plainSettings): unknown =>
  (requests[method].answer as (w: Workspace, p: Params<M>, s: Settings) => unknown)(workspace, params, settings)

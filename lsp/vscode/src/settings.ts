/** What the language server is told: the settings of the user, and the colour in which formulas are drawn on the theme. */

export interface Settings {
  readonly inlayHints: unknown
  readonly formulas: 'text' | { readonly format: 'svg'; readonly color: string }
}

/** Colours of text by `ColorThemeKind`: light, dark, high contrast, high contrast light. Which colours a theme has an extension is not told. */
const TEXT: Readonly<Record<number, string>> = { 1: '#3b3b3b', 2: '#cccccc', 3: '#ffffff', 4: '#292929' }

/** `get`: a setting of `genc`. */
export const settingsFor = (get: (name: string) => unknown, themeKind: number): Settings => ({
  inlayHints: get('inlayHints'),
  formulas: get('formulas') === 'text' ? 'text' : { format: 'svg', color: TEXT[themeKind] ?? '#808080' },
})

/** The look of a report: readable on a projector, in the dark, and on paper. */
export const STYLE = `
:root { color-scheme: light dark; --ink: #1b1f24; --soft: #57606a; --line: #d0d7de; --paper: #fff; --card: #f6f8fa; --word: #0550ae; --number: #953800; --string: #0a3069; --comment: #57606a; --mark: #fff1a8; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6edf3; --soft: #9da7b3; --line: #3d444d; --paper: #0d1117; --card: #161b22; --word: #79c0ff; --number: #ffa657; --string: #a5d6ff; --comment: #9da7b3; --mark: #4d3d00; }
}
* { box-sizing: border-box }
body { margin: 0; padding: 2rem clamp(1rem, 4vw, 4rem); font: 17px/1.5 system-ui, "Segoe UI", "DejaVu Sans", sans-serif; color: var(--ink); background: var(--paper) }
main { display: grid; grid-template-columns: repeat(var(--runs), minmax(0, 1fr)); gap: 2rem 3rem; max-width: calc(var(--runs) * 1100px); margin: 0 auto }
header { margin: 0 auto 2rem; max-width: calc(var(--runs) * 1100px) }
h1 { font-size: 2rem; line-height: 1.2; margin: 0 0 .3rem }
h2 { font-size: 1.25rem; margin: 2.2rem 0 .6rem; padding-bottom: .2rem; border-bottom: 1px solid var(--line) }
h3 { font-size: 1rem; margin: 1.2rem 0 .4rem }
p { margin: .4rem 0 }
.doc { color: var(--soft); font-size: 1.05rem; white-space: pre-line; max-width: 75ch }
.run, .note { color: var(--soft) }
pre, code, kbd { font: 14px/1.5 ui-monospace, "DejaVu Sans Mono", Consolas, monospace }
pre { margin: 0; padding: .9rem 1.1rem; background: var(--card); border: 1px solid var(--line); border-radius: 6px; overflow-x: auto }
.spec .word { color: var(--word); font-weight: 600 } .spec .number { color: var(--number) } .spec .string { color: var(--string) }
.spec .sign { color: var(--soft) } .spec .comment { color: var(--comment); font-style: italic } .spec .doc { color: var(--comment); font-size: inherit }
.spec del { opacity: .65 } .spec ins { margin-left: .6em; padding: .1em .5em; border-radius: 4px; background: var(--mark); color: var(--ink); text-decoration: none; user-select: none }
table { border-collapse: collapse; margin: .4rem 0; font-size: .95rem }
th, td { padding: .25rem .9rem .25rem 0; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line) }
th { font-weight: 600; color: var(--soft) } tbody th { white-space: nowrap } td.n, th.n { text-align: right; font-variant-numeric: tabular-nums }
td code { overflow-wrap: anywhere }
math { font-size: 1.12em } .formulas { display: grid; gap: .55rem; overflow-x: auto; padding: .3rem 0 } .formulas > div { min-width: max-content }
details { margin: .5rem 0 } summary { cursor: pointer; color: var(--soft) }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 460px), 1fr)); gap: 1.4rem; align-items: start }
main[style*="--runs:1"] .wide { grid-column: 1 / -1 }
figure { margin: 0; break-inside: avoid } figure img, figure svg { max-width: 100%; height: auto; background: #fff; border: 1px solid var(--line); border-radius: 6px; display: block }
figcaption { margin-top: .35rem; font-size: .9rem; color: var(--soft) } figcaption code { font-size: 13px; color: var(--ink) }
@media (max-width: 900px) { main { grid-template-columns: minmax(0, 1fr) } }
@media print { :root { color-scheme: light } body { padding: 0; font-size: 11pt } h2 { break-after: avoid } pre { white-space: pre-wrap; overflow: visible } details > summary { display: none } }
`

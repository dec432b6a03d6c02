/** Values of options, checked before anything heavy is loaded. */
import { nearest } from '../grammar/nearest.ts'
import { UsageError } from './errors.ts'

/** `--set latent=8 --set beta=0.5` as numbers by name. Names and kinds are the checker's business. */
export function overridesOf(settings: readonly string[]): Record<string, number> {
  const overrides: Record<string, number> = {}
  for (const setting of settings) {
    const at = setting.indexOf('=')
    const name = setting.slice(0, at).trim()
    const text = setting.slice(at + 1).trim()
    if (at < 0 || name === '') throw new UsageError(`--set takes name=value, for example --set latent=8; this is ${setting}`)
    const value = Number(text)
    if (text === '' || !Number.isFinite(value)) throw new UsageError(`--set ${name} takes a number; ${text === '' ? 'nothing' : text} is none`)
    overrides[name] = value
  }
  return overrides
}

/** For options with a closed list of values. */
export function oneOf<T extends string>(option: string, value: string, values: readonly T[]): T {
  const found = values.find(known => known === value)
  if (found !== undefined) return found
  const near = nearest(value, values)
  throw new UsageError(`${option} takes ${values.slice(0, -1).join(', ')} or ${values.at(-1)}; this is ${value}${near === undefined ? '' : `. Did you mean ${near}?`}`)
}

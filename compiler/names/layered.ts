/** One map over another that stays as it is, as if the entries of the upper one had been set in a copy of the lower. */
export class Layered<V> implements ReadonlyMap<string, V> {
  readonly #lower: ReadonlyMap<string, V>
  readonly #upper: ReadonlyMap<string, V>
  readonly size: number

  constructor(lower: ReadonlyMap<string, V>, upper: ReadonlyMap<string, V>) {
    this.#lower = lower
    this.#upper = upper
    let added = 0
    for (const key of upper.keys()) if (!lower.has(key)) added++
    this.size = lower.size + added
  }

  get(key: string): V | undefined { return this.#upper.get(key) ?? this.#lower.get(key) }
  has(key: string): boolean { return this.#upper.has(key) || this.#lower.has(key) }

  *keys(): MapIterator<string> {
    yield* this.#lower.keys()
    for (const key of this.#upper.keys()) if (!this.#lower.has(key)) yield key
  }

  *entries(): MapIterator<[string, V]> { for (const key of this.keys()) yield [key, this.get(key)!] }
  *values(): MapIterator<V> { for (const key of this.keys()) yield this.get(key)! }
  [Symbol.iterator](): MapIterator<[string, V]> { return this.entries() }
  forEach(visit: (value: V, key: string, map: ReadonlyMap<string, V>) => void): void { for (const [key, value] of this) visit(value, key, this) }
}

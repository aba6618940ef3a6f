/**
 * Values remembered by a name for what they were made of, the one asked for last longest. For values that are a function of
 * their name, so that forgetting one costs time and nothing else.
 */
export class Lately<A> {
  readonly #kept: number
  readonly #values = new Map<string, A>()

  /** Keeps so many. */
  constructor(kept: number) {
    this.#kept = kept
  }

  get(name: string): A | undefined {
    const value = this.#values.get(name)
    if (value !== undefined) this.set(name, value)
    return value
  }

  set(name: string, value: A): void {
    this.#values.delete(name)
    this.#values.set(name, value)
    for (const oldest of this.#values.keys()) {
      if (this.#values.size <= this.#kept) break
      this.#values.delete(oldest)
    }
  }
}

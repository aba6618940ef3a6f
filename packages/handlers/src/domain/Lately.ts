/**
 * Values remembered by a name for what they were made of, the one asked for last longest. For values that are a function of
 * their name, so that forgetting one costs time and nothing else.
 */
export class Lately<A> {
  readonly #kept: number
  readonly #weight: (value: A) => number
  readonly #values = new Map<string, A>()
  #held = 0

  /** Keeps so many, or values of so much weight together. */
  constructor(kept: number, weight: (value: A) => number = () => 1) {
    this.#kept = kept
    this.#weight = weight
  }

  get(name: string): A | undefined {
    const value = this.#values.get(name)
    if (value !== undefined) {
      this.#values.delete(name)
      this.#values.set(name, value)
    }
    return value
  }

  set(name: string, value: A): void {
    this.#forget(name)
    this.#values.set(name, value)
    this.#held += this.#weight(value)
    for (const oldest of this.#values.keys()) {
      if (this.#held <= this.#kept) break
      this.#forget(oldest)
    }
  }

  #forget(name: string): void {
    const value = this.#values.get(name)
    if (value === undefined) return
    this.#values.delete(name)
    this.#held -= this.#weight(value)
  }
}

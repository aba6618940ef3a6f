/**
 * How often in a row something failed of which no record tells, because the failure lies before the record or in it. A process
 * that ends forgets it, as the queue's own limit does not.
 */

/** Failures in a row, by what failed. Remembers no more than `limit` of them, the newest. */
export class FailureTally {
  readonly #limit: number
  readonly #failures = new Map<string, number>()

  constructor(limit: number) {
    this.#limit = limit
  }

  /** How many are remembered. */
  get size(): number {
    return this.#failures.size
  }

  /** Counts one more and answers how many there are. */
  failed(id: string): number {
    const failures = (this.#failures.get(id) ?? 0) + 1
    // Put last again, so that what failed longest ago is what is forgotten.
    this.#failures.delete(id)
    this.#failures.set(id, failures)
    for (const oldest of this.#failures.keys()) {
      if (this.#failures.size <= this.#limit) break
      this.#failures.delete(oldest)
    }
    return failures
  }

  /** What failed does so no more. */
  forget(id: string): void {
    if (this.#failures.size > 0) this.#failures.delete(id)
  }
}

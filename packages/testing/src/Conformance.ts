/**
 * Conformance suites: what a backend promises, as a list of cases, each named for the guarantee that it proves. The list is
 * data, so a test runner registers it, and a test of the suites runs it against a store broken on purpose.
 *
 *     Conformance.register(TableStoreSuite.make(), { name: "my store", layer: MyTableStore.layer })
 *
 * Every case builds the layer anew. A backend that outlives its layer must start each case empty.
 */
import { describe, it } from "@effect/vitest"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import type * as Layer from "effect/Layer"
import type * as Scope from "effect/Scope"

/** One guarantee and the program that fails where it does not hold. */
export interface Case<R, out Feature extends string = never> {
  /** The guarantee. */
  readonly name: string
  /** The feature without which a backend need not give it. */
  readonly feature?: Feature
  readonly run: Effect.Effect<void, unknown, R | Scope.Scope>
}

/** The cases of one service. */
export interface Suite<R, out Feature extends string = never> {
  /** The service. */
  readonly name: string
  readonly cases: ReadonlyArray<Case<R, Feature>>
}

/** A case that failed, with why. */
export interface Failure {
  readonly case: string
  readonly reason: string
}

/** Registers one test a case, on a TestClock. Cases of features in `without` are shown as skipped. */
export const register = <R, Feature extends string, E>(
  suite: Suite<R, Feature>,
  options: {
    /** Of the implementation. */
    readonly name: string
    readonly layer: Layer.Layer<R, E>
    readonly without?: ReadonlyArray<Feature>
  }
): void => {
  describe(`${suite.name}: ${options.name}`, () => {
    for (const { feature, name, run } of suite.cases) {
      if (feature !== undefined && options.without?.includes(feature)) it.skip(`${name} (without ${feature})`)
      else it.effect(name, () => Effect.provide(run, options.layer))
    }
  })
}

/** Runs every case and answers those that failed: for tests of the suites themselves. */
export const failures = <R, Feature extends string, E>(
  suite: Suite<R, Feature>,
  layer: Layer.Layer<R, E>
): Effect.Effect<ReadonlyArray<Failure>> =>
  Effect.gen(function* () {
    const failed: Array<Failure> = []
    for (const { name, run } of suite.cases) {
      const exit = yield* Effect.exit(Effect.scoped(Effect.provide(run, layer)))
      if (Exit.isFailure(exit)) failed.push({ case: name, reason: Cause.pretty(exit.cause) })
    }
    return failed
  })

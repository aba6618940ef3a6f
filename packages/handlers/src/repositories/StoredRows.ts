/** Ways of looking at the rows that a query finds. */
import type { Stored } from "@millrace/core/Collection"
import * as ContentId from "@millrace/core/ContentId"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"

/** Looks at one item of a stream after the other. Items are let go page by page, so that a month's need not all be in memory. */
export const each = <A, E>(items: Stream.Stream<A, E>, look: (item: A) => void): Effect.Effect<void, E> =>
  Stream.runForEachArray(items, (page) => Effect.sync(() => page.forEach(look)))

/** The revision of rows together, empty where there are none. A row's own is the hash of all that is in it, its key too. */
export const revisionOf = (revisions: ReadonlyArray<string>): string =>
  revisions.length === 0 ? "" : ContentId.ofBytes(revisions.join(""))

/** Items by the transaction that they are of. */
export const byTransaction = <A extends { readonly transactionId: string }>(
  found: ReadonlyArray<Stored<A>>
): ReadonlyMap<string, A> => new Map(found.map(({ item }) => [item.transactionId, item]))

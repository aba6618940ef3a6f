/**
 * An event flattened to the scalars at the paths that patterns ask about.
 *
 * As on AWS a path is the names of the objects on the way joined by dots, arrays add nothing to it, and each scalar
 * remembers which element of which arrays of objects it came from: a pattern may not mix fields of different elements.
 */
import type { Scalar } from "./PatternLanguage.ts"

/**
 * The array elements around a value, outermost first: array number, index, array number, index, … An array of scalars
 * does not count for its own scalars.
 */
export type Membership = ReadonlyArray<number>

/** A scalar of the event. */
export interface Field {
  readonly value: Scalar
  readonly membership: Membership
}

/** The event's scalars by slot, and whether any of them lies in an array's element. */
export interface Fields {
  readonly bySlot: ReadonlyArray<ReadonlyArray<Field> | undefined>
  readonly inArrays: boolean
}

interface Node {
  readonly children: Map<string, Node>
  slot: number
}

/** Jackson, which reads events on AWS, refuses deeper nesting. It also keeps a hostile event off the call stack's end. */
const maxDepth = 1000

const nothing: Membership = []

/** The paths that some patterns ask about, each with a slot number. */
export class Paths {
  readonly #root: Node = { children: new Map(), slot: -1 }
  #count = 0

  /** The slot of a path, new or known. */
  slot(path: string): number {
    let node = this.#root
    for (const name of path.split(".")) {
      let child = node.children.get(name)
      if (child === undefined) node.children.set(name, (child = { children: new Map(), slot: -1 }))
      node = child
    }
    if (node.slot < 0) node.slot = this.#count++
    return node.slot
  }

  /** Reads an event, or null where it is no JSON object. */
  read(event: unknown): Fields | null {
    if (typeof event !== "object" || event === null || Array.isArray(event)) return null
    const bySlot: Array<Array<Field> | undefined> = []
    let arrays = 0
    let inArrays = false

    const add = (node: Node, value: Scalar, membership: Membership): void => {
      if (node.slot < 0) return
      if (membership.length > 0) inArrays = true
      const known = bySlot[node.slot]
      if (known === undefined) bySlot[node.slot] = [{ value, membership }]
      else known.push({ value, membership })
    }

    const readObject = (node: Node, object: object, membership: Membership, depth: number): void => {
      for (const [name, value] of Object.entries(object)) {
        let child = node.children.get(name)
        // A name with dots and nested objects are one path: AWS joins names before it compares.
        if (child === undefined && name.includes(".")) {
          child = name.split(".").reduce<Node | undefined>((at, part) => at?.children.get(part), node)
        }
        if (child !== undefined) readValue(child, value, membership, depth)
      }
    }

    const readValue = (node: Node, value: unknown, membership: Membership, depth: number): void => {
      switch (typeof value) {
        case "string":
        case "boolean":
          return add(node, value, membership)
        case "number":
          return add(node, Number.isFinite(value) ? value : null, membership)
        case "object": {
          if (value === null) return add(node, null, membership)
          if (depth >= maxDepth) return
          if (!Array.isArray(value)) return readObject(node, value, membership, depth + 1)
          const array = arrays++
          const elements: ReadonlyArray<unknown> = value
          for (const [index, element] of elements.entries()) {
            const within = typeof element === "object" && element !== null ? [...membership, array, index] : membership
            readValue(node, element, within, depth + 1)
          }
        }
      }
    }

    readObject(this.#root, event, nothing, 0)
    return { bySlot, inArrays }
  }
}

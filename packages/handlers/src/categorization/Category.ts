/**
 * The tree of categories that an assignment can name: two levels, as data. A transaction belongs to exactly one node;
 * a parent (`food-and-drink`) is a category of its own for what fits none of its children. Ids are stable and go into
 * events and storage, display names may change.
 */
import * as Schema from "effect/Schema"

const tree = [
  ["income", "Income"],
  ["income/salary", "Salary"],
  ["food-and-drink", "Food & Drink"],
  ["food-and-drink/restaurants", "Restaurants"],
  ["food-and-drink/groceries", "Groceries"],
  ["food-and-drink/coffee-shops", "Coffee Shops"],
  ["shopping", "Shopping"],
  ["shopping/clothing", "Clothing"],
  ["shopping/electronics", "Electronics"],
  ["transportation", "Transportation"],
  ["transportation/gas-and-fuel", "Gas & Fuel"],
  ["transportation/rideshare", "Rideshare"],
  ["transportation/public-transit", "Public Transit"],
  ["entertainment", "Entertainment"],
  ["entertainment/streaming-services", "Streaming Services"],
  ["utilities", "Utilities"],
  ["housing", "Housing"],
  ["housing/rent", "Rent"],
  ["health-and-wellness", "Health & Wellness"],
  ["health-and-wellness/pharmacy", "Pharmacy"],
  ["health-and-wellness/gym-and-fitness", "Gym & Fitness"],
  ["travel", "Travel"],
  ["travel/flights", "Flights"],
  ["travel/hotels", "Hotels"],
  ["subscriptions", "Subscriptions"],
  ["personal-care", "Personal Care"],
  ["gifts-and-donations", "Gifts & Donations"],
  ["transfers", "Transfers"],
  ["fees-and-charges", "Fees & Charges"],
  ["cash", "Cash"]
] as const

/** The id of a node of the tree: `parent` or `parent/child`. */
export type CategoryId = (typeof tree)[number][0]

/** A node of the tree. `path` is what people read: `Food & Drink › Groceries`. */
export interface Category {
  readonly id: CategoryId
  /** The node's own name: `Groceries`. */
  readonly name: string
  readonly path: string
  readonly parent: CategoryId | null
}

const ids = tree.map(([id]) => id)
const isKnown = (id: string): id is CategoryId => ids.some((known) => known === id)

const parentOf = (id: string): CategoryId | null => {
  const parent = id.slice(0, id.lastIndexOf("/") + 1).slice(0, -1)
  return isKnown(parent) ? parent : null
}

/** Every category, parents before their children, in display order. */
export const categories: ReadonlyArray<Category> = tree.map(([id, name]) => {
  const parent = parentOf(id)
  const parentName = tree.find(([known]) => known === parent)?.[1]
  return { id, name, path: parentName === undefined ? name : `${parentName} › ${name}`, parent }
})

const byId: ReadonlyMap<string, Category> = new Map(categories.map((category) => [category.id, category]))

/** Schema of a category's id. */
export const CategoryId = Schema.Literals(ids)

/** The category with this id, if the tree has it. */
export const find = (id: string): Category | undefined => byId.get(id)

/** What people read for an id: `Food & Drink › Groceries`; an id that the tree does not know is shown as it is. */
export const pathOf = (id: string): string => byId.get(id)?.path ?? id

/** The id of the top-level category that this one belongs to (itself when it is one). */
export const topLevel = (id: CategoryId): CategoryId => byId.get(id)?.parent ?? id

/** Finds a category by id, by name or by path, ignoring case; for what people type on a command line. */
export const parse = (text: string): CategoryId | undefined => {
  const wanted = text.trim().toLowerCase().replaceAll(" > ", " › ")
  return categories.find(
    ({ id, name, path }) => id === wanted || path.toLowerCase() === wanted || name.toLowerCase() === wanted
  )?.id
}

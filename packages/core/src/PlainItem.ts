/**
 * Tells items that are at rest as they are in memory: made of texts, numbers, literals and structs and arrays of these, with
 * exactly the fields that their schema has, in its order. Nearly every item is, and is told in a fraction of the time that its
 * schema takes to read or write it. The schema has the last word on all others: what is not plain may still be valid.
 */
import * as SchemaAST from "effect/SchemaAST"

/** Whether a value is valid as it is, and its own encoding. */
type IsPlain = (value: unknown) => boolean

const parseOptions: SchemaAST.ParseOptions = {}

const passes = (checks: ReadonlyArray<SchemaAST.Check<unknown>>, value: unknown, ast: SchemaAST.AST): boolean => {
  for (const check of checks) {
    if (check._tag === "FilterGroup") {
      if (!passes(check.checks, value, ast)) return false
    } else if (check.run(value, ast, parseOptions) !== undefined) return false
  }
  return true
}

const isText: IsPlain = (value) => typeof value === "string"
const isNumber: IsPlain = (value) => typeof value === "number"
const isBoolean: IsPlain = (value) => typeof value === "boolean"
const isNull: IsPlain = (value) => value === null
// What JSON leaves out is left to the schema.
const isNever: IsPlain = () => false

const literals = (types: ReadonlyArray<SchemaAST.AST>): ReadonlySet<unknown> | undefined => {
  const values = new Set<unknown>()
  for (const type of types) {
    if (!SchemaAST.isLiteral(type) || type.checks !== undefined || type.encoding !== undefined) return undefined
    values.add(type.literal)
  }
  return values
}

const isScalar = ({ _tag }: SchemaAST.AST): boolean => _tag !== "Objects" && _tag !== "Arrays" && _tag !== "Union"

const union = ({ options, types }: SchemaAST.Union): IsPlain | undefined => {
  // Of two members that have fields the first that fits counts, and takes away what it does not know.
  if (options?.mode === "oneOf" || types.filter((type) => !isScalar(type)).length > 1) return undefined
  const values = literals(types)
  if (values !== undefined) return (value) => values.has(value)
  const members: Array<IsPlain> = []
  for (const type of types) {
    const member = of(type)
    if (member === undefined) return undefined
    members.push(member)
  }
  const [one, other] = members
  return members.length === 2 && one !== undefined && other !== undefined
    ? (value) => one(value) || other(value)
    : (value) => members.some((member) => member(value))
}

const array = ({ elements, rest }: SchemaAST.Arrays): IsPlain | undefined => {
  const [each] = rest
  if (elements.length > 0 || rest.length !== 1 || each === undefined) return undefined
  const isPlain = of(each)
  return isPlain === undefined ? undefined : (value) => Array.isArray(value) && value.every(isPlain)
}

interface Field {
  readonly name: string
  readonly isOptional: boolean
  readonly isPlain: IsPlain
}

const fieldsOf = ({ indexSignatures, propertySignatures }: SchemaAST.Objects): ReadonlyArray<Field> | undefined => {
  if (indexSignatures.length > 0 || propertySignatures.length === 0) return undefined
  const fields: Array<Field> = []
  for (const { name, type } of propertySignatures) {
    const isPlain = of(type)
    if (typeof name !== "string" || isPlain === undefined) return undefined
    fields.push({ name, isOptional: SchemaAST.isOptional(type), isPlain })
  }
  return fields
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype

const struct = (ast: SchemaAST.Objects): IsPlain | undefined => {
  const fields = fieldsOf(ast)
  if (fields === undefined) return undefined
  return (value) => {
    if (!isRecord(value)) return false
    let at = 0
    for (const key of Object.keys(value)) {
      let field = fields[at++]
      while (field !== undefined && field.name !== key && field.isOptional) field = fields[at++]
      if (field === undefined || field.name !== key || !field.isPlain(value[key])) return false
    }
    for (; at < fields.length; at++) if (fields[at]?.isOptional !== true) return false
    return true
  }
}

const unchecked = (ast: SchemaAST.AST): IsPlain | undefined => {
  switch (ast._tag) {
    case "String":
      return isText
    case "Number":
      return isNumber
    case "Boolean":
      return isBoolean
    case "Null":
      return isNull
    case "Undefined":
      return isNever
    case "Literal":
      return (value) => value === ast.literal
    case "Union":
      return ast.encodingChecks === undefined ? union(ast) : undefined
    case "Arrays":
      return ast.encodingChecks === undefined ? array(ast) : undefined
    case "Objects":
      return ast.encodingChecks === undefined ? struct(ast) : undefined
    default:
      return undefined
  }
}

/** How the plain values of a schema are told; `undefined` where its values are at rest in another form. */
export const of = (ast: SchemaAST.AST): IsPlain | undefined => {
  if (ast.encoding !== undefined) return undefined
  const isPlain = unchecked(ast)
  const { checks } = ast
  if (isPlain === undefined || checks === undefined) return isPlain
  const [check] = checks
  if (checks.length === 1 && check._tag === "Filter") {
    return (value) => isPlain(value) && check.run(value, ast, parseOptions) === undefined
  }
  return (value) => isPlain(value) && passes(checks, value, ast)
}

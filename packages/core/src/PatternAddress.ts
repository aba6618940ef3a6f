/**
 * IP addresses as AWS's matcher sees them: the text of an event's value turned into the hexadecimal digits of the
 * address, 8 for IPv4 and 32 for IPv6, which a block then covers as a range of digits.
 */

/** What a block covers: addresses whose first digits lie between the two, both included. */
export interface Block {
  readonly first: string
  readonly last: string
}

const v4 = /^[0-9]+\.[0-9]+\.[0-9]+\.[0-9]+$/
const v6 = /^[0-9a-fA-F:]*:[0-9a-fA-F:]*$/

const hex = (value: number, digits: number): string => value.toString(16).toUpperCase().padStart(digits, "0")

const fromV4 = (text: string): string | null => {
  // Java's own parser, which AWS relies on, takes leading zeros as decimal and nothing longer than 15 characters.
  if (text.length > 15) return null
  const parts = text.split(".").map(Number)
  return parts.every((part) => part <= 255) ? parts.map((part) => hex(part, 2)).join("") : null
}

const fromV6 = (text: string): string | null => {
  const [head, tail, rest] = text.split("::")
  if (head === undefined || rest !== undefined) return null
  const groups = (part: string): ReadonlyArray<string> => (part === "" ? [] : part.split(":"))
  const before = groups(head)
  const after = groups(tail ?? "")
  const zeros = 8 - before.length - after.length
  if (tail === undefined ? zeros !== 0 : zeros < 1) return null
  const digits: Array<string> = []
  for (const group of [...before, ...Array.from({ length: zeros }, () => "0"), ...after]) {
    const value = group === "" ? Number.NaN : Number.parseInt(group, 16)
    if (!(value <= 0xffff)) return null
    digits.push(hex(value, 4))
  }
  const address = digits.join("")
  const mapped = "00000000000000000000FFFF"
  return address.startsWith(mapped) ? address.slice(mapped.length) : address
}

/** The digits of an address, or null where the text is none. An IPv4 address mapped into IPv6 is the IPv4 address. */
export const digitsOf = (text: string): string | null =>
  v4.test(text) ? fromV4(text) : text.length <= 2048 && v6.test(text) ? fromV6(text) : null

/** Reads `address/bits`. As on AWS the bits are at most 31 (IPv4) or 127 (IPv6): a single address is an exact value. */
export const block = (text: string): Block | null => {
  const [address, bits, rest] = text.split("/")
  if (address === undefined || bits === undefined || rest !== undefined || !/^[0-9]{1,3}$/.test(bits)) return null
  const digits = digitsOf(address)
  if (digits === null) return null
  const size = Number(bits)
  if (size >= digits.length * 4) return null
  const fill = (choose: (digit: number, free: number) => number): string =>
    Array.from(digits, (digit, index) => {
      const free = 0xf >> Math.min(4, Math.max(0, size - index * 4))
      return hex(choose(Number.parseInt(digit, 16), free), 1)
    }).join("")
  return { first: fill((digit, free) => digit & ~free), last: fill((digit, free) => digit | free) }
}

const isHexDigit = (unit: number): boolean => (unit >= 48 && unit <= 57) || (unit >= 65 && unit <= 70)

/**
 * Whether digits lie in a block. Only the block's own length is compared, so a longer text counts by its beginning, as it
 * does on AWS: an IPv6 address can lie in an IPv4 block.
 */
export const covers = ({ first, last }: Block, digits: string): boolean => {
  let above = false
  let below = false
  for (let index = 0; index < first.length; index++) {
    if (index >= digits.length) return false
    const unit = digits.charCodeAt(index)
    if (!isHexDigit(unit)) return false
    if (!above && unit !== first.charCodeAt(index)) {
      if (unit < first.charCodeAt(index)) return false
      above = true
    }
    if (!below && unit !== last.charCodeAt(index)) {
      if (unit > last.charCodeAt(index)) return false
      below = true
    }
    if (above && below) return true
  }
  return true
}

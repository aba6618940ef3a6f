/**
 * User metadata on S3: names are lower case, and headers carry ASCII only, so other text travels as RFC 2047 encoded words,
 * which is also how S3 itself answers metadata that it cannot put into a header.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingMetadata.html
 */

const plain = /^[\u0021-\u007e]([\u0020-\u007e]*[\u0021-\u007e])?$/

const encodeValue = (value: string): string =>
  value === "" || (plain.test(value) && !value.startsWith("=?"))
    ? value
    : `=?UTF-8?B?${Buffer.from(value, "utf8").toString("base64")}?=`

const quotedPrintable = (text: string): string => {
  const bytes: Array<number> = []
  for (let at = 0; at < text.length; at++) {
    const hex = text[at] === "=" ? text.slice(at + 1, at + 3) : ""
    if (/^[0-9A-Fa-f]{2}$/.test(hex)) {
      bytes.push(Number.parseInt(hex, 16))
      at += 2
    } else bytes.push(text[at] === "_" ? 0x20 : text.charCodeAt(at) & 0xff)
  }
  return Buffer.from(bytes).toString("utf8")
}

const decodeValue = (value: string): string =>
  value.startsWith("=?")
    ? value.replace(/=\?UTF-8\?([BQ])\?([^?]*)\?=/gi, (_, encoding: string, text: string) =>
        encoding.toUpperCase() === "B" ? Buffer.from(text, "base64").toString("utf8") : quotedPrintable(text)
      )
    : value

/** Metadata as S3 takes it. */
export const encode = (metadata: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(metadata).map(([name, value]) => [name.toLowerCase(), encodeValue(value)]))

/** Metadata as it was meant. */
export const decode = (metadata: Readonly<Record<string, string>> | undefined): Record<string, string> =>
  Object.fromEntries(Object.entries(metadata ?? {}).map(([name, value]) => [name.toLowerCase(), decodeValue(value)]))

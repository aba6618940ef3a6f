/** The functions' code as `npm run build:functions` leaves it: a folder a function, with `index.mjs` in it. */
import { existsSync } from "node:fs"
import { join } from "node:path"
import * as pulumi from "@pulumi/pulumi"
import type { FunctionCode } from "./Functions.ts"

/** A function whose code is not there. */
export class BundleMissing extends Error {
  override readonly name = "BundleMissing"
}

/** Code from a folder of bundles. Throws `BundleMissing`, naming the function and the command that builds it. */
export const fromDirectory =
  (directory: string) =>
  (name: string): FunctionCode => {
    const folder = join(directory, name)
    if (!existsSync(join(folder, "index.mjs"))) {
      throw new BundleMissing(
        `The function ${name} has no code: ${join(folder, "index.mjs")} is not there. Run "npm run build:functions" first.`
      )
    }
    return { code: new pulumi.asset.FileArchive(folder), handler: "index.handler" }
  }

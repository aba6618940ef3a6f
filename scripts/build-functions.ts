/**
 * `npm run build:functions`: bundles every entry file of `pulumi/functions` into `pulumi/dist-functions/<name>/index.mjs`, one
 * file each and nothing from `node_modules` beside it. Source maps and the list of what went in are kept aside, in
 * `pulumi/dist-functions/maps` and `…/meta`: a function does not carry them.
 */
import { mkdir, readdir, rename, rm, writeFile } from "node:fs/promises"
import { basename, join } from "node:path"
import { fileURLToPath } from "node:url"
import { build, type BuildOptions, type Metafile } from "esbuild"

const root = fileURLToPath(new URL("..", import.meta.url))

/** Where the entry files are. */
export const sources = join(root, "pulumi/functions")

/** Where the bundles go. */
export const output = join(root, "pulumi/dist-functions")

/** One bundle. */
export interface Built {
  readonly name: string
  /** Path of the bundle. */
  readonly file: string
  /** Bytes, minified. */
  readonly bytes: number
  /** Path of every source that went in, relative to the repository, in no order. */
  readonly inputs: ReadonlyArray<string>
}

/** What every function is bundled with; the AWS SDK is half the size by its ESM sources. */
export const esbuildOptions: BuildOptions & { readonly metafile: true } = {
  bundle: true,
  format: "esm",
  platform: "node",
  target: "node24",
  mainFields: ["module", "main"],
  conditions: ["millrace-source"],
  minify: true,
  legalComments: "none",
  metafile: true,
  logLevel: "warning",
  absWorkingDir: root,
  // Dependencies in CommonJS ask for Node's own modules by `require`, which a module does not have.
  banner: { js: 'import{createRequire}from"node:module";const require=createRequire(import.meta.url);' }
}

/** What really went into an output: inputs that tree shaking left nothing of are not in it. */
const inputsOf = ({ outputs }: Pick<Metafile, "outputs">): ReadonlyArray<string> =>
  Object.entries(outputs).flatMap(([path, { inputs }]) =>
    path.endsWith(".map")
      ? []
      : Object.entries(inputs).flatMap(([input, { bytesInOutput }]) => (bytesInOutput > 0 ? [input] : []))
  )

/** What would go into each function's bundle, by its name; nothing is written. */
export const inputs = async (): Promise<Readonly<Record<string, ReadonlyArray<string>>>> => {
  const { metafile } = await build({
    ...esbuildOptions,
    minify: false,
    write: false,
    outdir: output,
    entryPoints: (await entries()).map((entry) => join(sources, entry))
  })
  return Object.fromEntries(
    Object.entries(metafile.outputs).map(([path, made]) => [
      basename(path, ".js"),
      inputsOf({ outputs: { [path]: made } })
    ])
  )
}

const entries = async (): Promise<ReadonlyArray<string>> =>
  (await readdir(sources)).filter((file) => file.endsWith(".ts")).sort()

/** Bundles one entry file. */
export const bundle = async (entry: string, directory: string): Promise<Built> => {
  const name = basename(entry, ".ts")
  const file = join(directory, name, "index.mjs")
  const { metafile } = await build({ ...esbuildOptions, entryPoints: [entry], outfile: file, sourcemap: "external" })
  await mkdir(join(directory, "maps"), { recursive: true })
  await mkdir(join(directory, "meta"), { recursive: true })
  await rename(`${file}.map`, join(directory, "maps", `${name}.mjs.map`))
  await writeFile(join(directory, "meta", `${name}.json`), JSON.stringify(metafile))
  const bytes = Object.entries(metafile.outputs).reduce(
    (sum, [path, { bytes }]) => (path.endsWith(".map") ? sum : sum + bytes),
    0
  )
  return { name, file, bytes, inputs: inputsOf(metafile) }
}

/** Bundles every function anew. */
export const buildFunctions = async (directory: string = output): Promise<ReadonlyArray<Built>> => {
  await rm(directory, { recursive: true, force: true })
  const built: Array<Built> = []
  for (const entry of await entries()) built.push(await bundle(join(sources, entry), directory))
  return built
}

if (import.meta.main) {
  for (const { bytes, inputs, name } of await buildFunctions()) {
    process.stdout.write(
      `${name.padEnd(20)}${String(Math.round(bytes / 1024)).padStart(6)} KiB  ${inputs.length} modules\n`
    )
  }
}

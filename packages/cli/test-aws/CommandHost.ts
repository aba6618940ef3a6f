/**
 * Runs command lines one after another in a process of their own, as the program does, without loading it anew each time. Its
 * parent sends the arguments and gets what was printed and the exit code.
 */
import * as Effect from "effect/Effect"
import * as Millrace from "../src/Millrace.ts"

const captured = { stdout: "", stderr: "" }

for (const name of ["stdout", "stderr"] as const) {
  process[name].write = (chunk: string | Uint8Array) => {
    captured[name] += typeof chunk === "string" ? chunk : Buffer.from(chunk).toString("utf8")
    return true
  }
}

process.on("message", (args: ReadonlyArray<string>) => {
  captured.stdout = ""
  captured.stderr = ""
  process.exitCode = undefined
  void Effect.runPromise(Millrace.program(args)).then(() =>
    process.send?.({ exitCode: Number(process.exitCode ?? 0), ...captured })
  )
})

process.send?.("ready")

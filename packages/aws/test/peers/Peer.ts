/** Programs that speak AWS's protocols, each in a process of its own on a port that the system gave it. */
import { spawn } from "node:child_process"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Scope from "effect/Scope"
import type { AwsSettings } from "../../src/AwsSettings.ts"

/** A running peer. */
export interface Peer {
  readonly settings: AwsSettings
}

/** A program that did not come up, with what it said last. */
export class PeerFailed extends Error {
  override readonly name = "PeerFailed"
}

/** How to reach a peer on this port. */
export const settingsOf = (port: number): AwsSettings => ({
  region: "us-east-1",
  endpoint: `http://127.0.0.1:${port}`,
  credentials: { accessKeyId: "test", secretAccessKey: "test" }
})

/** Starts a program and waits until its output says the port; ends it with the scope. */
export const start = (options: {
  readonly command: string
  readonly args: ReadonlyArray<string>
  readonly cwd?: string
  /** Variables beside those of this process. */
  readonly environment?: Readonly<Record<string, string>>
  /** Finds the port in what the program has said so far. */
  readonly portIn: (output: string) => number | undefined
}) =>
  Effect.map(
    Effect.acquireRelease(
      Effect.callback<{ readonly port: number; readonly stop: () => void }, PeerFailed>((resume) => {
        const child = spawn(options.command, options.args, {
          stdio: ["ignore", "pipe", "pipe"],
          env: { ...process.env, ...options.environment },
          ...(options.cwd === undefined ? {} : { cwd: options.cwd })
        })
        let output = ""
        let found = false
        const read = (chunk: Buffer) => {
          // What it says later is read, so that its pipe never fills, and forgotten.
          if (found) return
          output += chunk.toString("utf8")
          const port = options.portIn(output)
          if (port === undefined) return
          found = true
          resume(Effect.succeed({ port, stop: () => child.kill("SIGKILL") }))
        }
        child.stdout.on("data", read)
        child.stderr.on("data", read)
        child.on("error", (error) => resume(Effect.fail(new PeerFailed(error.message))))
        child.on("exit", () => resume(Effect.fail(new PeerFailed(`${options.command}: ${output.slice(-2000)}`))))
      }),
      ({ stop }) => Effect.sync(stop)
    ),
    ({ port }): Peer => ({ settings: settingsOf(port) })
  )

/** Starts a peer for a test file, and answers how to stop it. */
export const forFile = async <A>(
  peer: Effect.Effect<A, PeerFailed, Scope.Scope>
): Promise<{ readonly peer: A; readonly stop: () => Promise<void> }> => {
  const scope = Scope.makeUnsafe()
  const started = await Effect.runPromise(Scope.provide(peer, scope))
  return { peer: started, stop: () => Effect.runPromise(Scope.close(scope, Exit.void)) }
}

/** A function in a process of its own, invoked as Lambda would. */
import { fork, type ChildProcess } from "node:child_process"
import { fileURLToPath } from "node:url"

/** One execution environment of a function. */
export class FunctionProcess {
  private readonly child: ChildProcess
  private readonly waiting = new Map<string, (answer: { response?: string; error?: string }) => void>()
  private invocations = 0
  /** Lines of standard output: logs and embedded metrics. */
  readonly lines: Array<string> = []

  constructor(bundle: string, environment: Readonly<Record<string, string>>) {
    this.child = fork(fileURLToPath(new URL("./FunctionHost.ts", import.meta.url)), [bundle], {
      // Nothing of this process's environment: a function has what infrastructure gave it.
      env: { PATH: process.env["PATH"] ?? "", ...environment },
      execArgv: [],
      stdio: ["ignore", "pipe", "pipe", "ipc"]
    })
    const read = (chunk: Buffer) => {
      for (const line of chunk.toString("utf8").split("\n")) if (line !== "") this.lines.push(line)
    }
    this.child.stdout?.on("data", read)
    this.child.stderr?.on("data", read)
    this.child.on("message", (message: { id?: string; response?: string; error?: string }) => {
      if (message.id === undefined) return
      this.waiting.get(message.id)?.(message)
      this.waiting.delete(message.id)
    })
    this.child.on("exit", () => {
      for (const answer of this.waiting.values())
        answer({ error: `the process ended: ${this.lines.slice(-5).join(" ")}` })
      this.waiting.clear()
    })
  }

  /** The function's answer; rejects where the invocation failed. */
  async invoke(event: unknown, timeoutMillis: number): Promise<unknown> {
    const id = `request-${++this.invocations}`
    const answer = await new Promise<{ response?: string; error?: string }>((resolve) => {
      this.waiting.set(id, resolve)
      this.child.send({ id, event: JSON.stringify(event), timeoutMillis })
    })
    if (answer.error !== undefined) throw new Error(answer.error)
    return JSON.parse(answer.response ?? "null") as unknown
  }

  stop(): void {
    this.child.kill("SIGKILL")
  }
}

/** Amazon's DynamoDB Local, fetched by Maven into the cache folder where Java, Maven and a repository can be had. */
import * as Effect from "effect/Effect"
import * as Schedule from "effect/Schedule"
import { execFileSync } from "node:child_process"
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs"
import { connect, createServer } from "node:net"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import * as Peer from "./Peer.ts"

/** The last version that runs on Java 17. */
const version = "2.5.4"

const folder = fileURLToPath(new URL(`../../../../node_modules/.cache/dynamodb-local-${version}`, import.meta.url))

const pom = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>millrace</groupId><artifactId>dynamodb-local</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>com.amazonaws</groupId><artifactId>DynamoDBLocal</artifactId><version>${version}</version></dependency>
  </dependencies>
</project>
`

/** Fetches it once. Answers why it cannot be had, or undefined where it is there. */
export const unavailable = (): string | undefined => {
  const lib = join(folder, "lib")
  try {
    execFileSync("java", ["-version"], { stdio: "ignore" })
    if (existsSync(lib)) return undefined
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, "pom.xml"), pom)
    const plugin = "org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy-dependencies"
    // Several test files may fetch it at once: each into a folder of its own, and the first one's is kept.
    const fetched = `fetched-${process.pid}`
    const args = ["-q", "-B", plugin, `-DoutputDirectory=${fetched}`, "-DincludeScope=runtime"]
    execFileSync("mvn", args, { cwd: folder, stdio: "ignore", timeout: 90_000 })
    if (existsSync(lib)) rmSync(join(folder, fetched), { recursive: true })
    else renameSync(join(folder, fetched), lib)
    return undefined
  } catch (error) {
    return `Java and Maven could not fetch DynamoDB Local ${version}: ${error instanceof Error ? error.message : ""}`
  }
}

/** A port that was free a moment ago: DynamoDB Local neither takes 0 nor says which port it got. */
const freePort = Effect.callback<number, Peer.PeerFailed>((resume) => {
  const server = createServer()
  server.on("error", (error) => resume(Effect.fail(new Peer.PeerFailed(error.message))))
  server.listen(0, "127.0.0.1", () => {
    const address = server.address()
    const port = typeof address === "object" && address !== null ? address.port : 0
    server.close(() => resume(Effect.succeed(port)))
  })
})

/** Succeeds when something listens on the port. */
const connects = (port: number) =>
  Effect.callback<void, Peer.PeerFailed>((resume) => {
    const socket = connect(port, "127.0.0.1", () => {
      socket.destroy()
      resume(Effect.void)
    })
    socket.on("error", (error) => resume(Effect.fail(new Peer.PeerFailed(error.message))))
  })

/** A server with its tables in memory. */
export const start = Effect.gen(function* () {
  const port = yield* freePort
  const separator = process.platform === "win32" ? ";" : ":"
  const jars = readdirSync(join(folder, "lib")).map((jar) => join("lib", jar))
  const peer = yield* Peer.start({
    command: "java",
    args: [
      "-Xmx256m",
      "-cp",
      jars.join(separator),
      "com.amazonaws.services.dynamodbv2.local.main.ServerRunner",
      "-inMemory",
      "-disableTelemetry",
      "-port",
      String(port)
    ],
    cwd: folder,
    portIn: (output) => (/CorsParams/.test(output) ? port : undefined)
  })
  // It names its port before it listens there.
  yield* Effect.retry(connects(port), { times: 500, schedule: Schedule.spaced("20 millis") })
  return peer
})

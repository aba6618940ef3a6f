/** How a data directory is, for a person. */
import type { Status } from "@millrace/local/Status"
import type * as Style from "./Style.ts"
import * as Table from "./Table.ts"

/** Whether nothing is dead and no consumption is paused. */
export const isWell = ({ consumers }: Status): boolean =>
  consumers.every(({ circuit, deadLetters }) => deadLetters === 0 && circuit.state === "closed")

const mebibytes = (bytes: number): string => `${(bytes / 1_048_576).toFixed(1)} MiB`

const age = (millis: number): string =>
  millis < 0
    ? `in ${Math.ceil(-millis / 1000)} s`
    : millis < 120_000
      ? `${Math.floor(millis / 1000)} s`
      : millis < 7_200_000
        ? `${Math.floor(millis / 60_000)} min`
        : `${Math.floor(millis / 3_600_000)} h`

/** Lines of the report. */
export const lines = (status: Status, style: Style.Style): ReadonlyArray<string> => {
  const { at, consumers, storage, worker } = status
  return [
    worker.running ? style.green(`working: process ${worker.pid ?? "unknown"}`) : "no process is working here",
    ...Table.lines(
      [
        { title: "consumer" },
        { title: "queued", align: "right" },
        { title: "due", align: "right" },
        { title: "running", align: "right" },
        { title: "oldest due", align: "right" },
        { title: "dead", align: "right" },
        { title: "" }
      ],
      consumers.map(({ circuit, consumer, deadLetters, due, oldestDueAt, queued, running }) => [
        consumer,
        String(queued),
        String(due),
        String(running),
        oldestDueAt === null ? "" : age(at - oldestDueAt),
        deadLetters === 0 ? "0" : style.red(String(deadLetters)),
        circuit.state === "closed"
          ? ""
          : style.yellow(`paused: a service is down; next try ${age(at - (circuit.retryAt ?? at))}`)
      ]),
      style.dim
    ),
    `${storage.objects} objects, ${mebibytes(storage.objectBytes)}; database ${mebibytes(storage.databaseBytes)}; ${storage.hiddenVersions} old versions, ${mebibytes(storage.hiddenBytes)}; ${storage.spans} spans`
  ]
}

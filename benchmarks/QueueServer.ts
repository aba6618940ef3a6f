/** fauxqs as a process of its own, so that it takes no time of the benchmark's thread. Says which port it got. */
import { startFauxqs } from "fauxqs"

const { port } = await startFauxqs({ port: 0, logger: false, host: "127.0.0.1" })
console.log(`port ${port}`)

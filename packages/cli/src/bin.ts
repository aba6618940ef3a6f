#!/usr/bin/env node
/** The `millrace` command as it is installed: compiled code is kept from one start to the next, which halves the time to the first word. */
import { enableCompileCache } from "node:module"

enableCompileCache()
await import("./main.ts")

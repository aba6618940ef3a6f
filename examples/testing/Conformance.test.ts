import * as MemoryTableStore from "@millrace/core/MemoryTableStore"
import * as Conformance from "@millrace/testing/Conformance"
import * as TableStoreSuite from "@millrace/testing/TableStoreSuite"

Conformance.register(TableStoreSuite.make(), { name: "our own table store", layer: MemoryTableStore.layer })

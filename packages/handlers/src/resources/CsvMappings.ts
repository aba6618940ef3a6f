/**
 * How a tenant's CSV files are to be read, by the account that their uploads name: for layouts that cannot be told from
 * their content. A person writes it before the upload; what it says overrides inference.
 */
import * as Collection from "@millrace/core/Collection"
import { CsvMapping } from "@millrace/statements/csv/Mapping"
import * as Schema from "effect/Schema"

export class CsvMappings extends Collection.make("csv-mappings", {
  schema: Schema.Struct({
    /** As metadata `accountid` of the upload. */
    accountId: Schema.String,
    mapping: CsvMapping
  }),
  key: { partition: [], sort: ["accountId"] }
}) {}

/** The tenant's files, and the rows of each that could not be read. One partition lists all files of a tenant. */
import * as Collection from "@millrace/core/Collection"
import { RejectedRow } from "../domain/Certificate.ts"
import { StoredFile } from "../domain/StoredFile.ts"

export class Files extends Collection.make("files", {
  schema: StoredFile,
  key: { partition: [], sort: ["fileId"] }
}) {}

export class Rejections extends Collection.make("rejections", {
  schema: RejectedRow,
  key: { partition: ["fileId"], sort: ["place"] }
}) {}

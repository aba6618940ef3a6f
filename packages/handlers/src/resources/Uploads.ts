/** The bucket that people upload files to. Keys are `userId/fileId/filename`; a put emits `object.created`. */
import * as Bucket from "@millrace/core/Bucket"

export class Uploads extends Bucket.make("uploads", { notifies: true }) {}

/**
 * The database's format, as the steps that make it. A step is never changed once released: a new format is a new step, and
 * its number is the format's version. Every open database is on the newest.
 */

/** Step `n` (from 1) leads from format `n - 1` to format `n`. */
export const steps: ReadonlyArray<string> = [
  `
    -- Worker process and the like.
    CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID, STRICT;

    -- Names that repeat on every row are kept once.
    CREATE TABLE names (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;

    -- Table store. Rows apart from their keys: bodies inside the key's B-tree would make it deep, and writes at random dear.
    CREATE TABLE items (
      tbl INTEGER NOT NULL,
      partition TEXT NOT NULL,
      sort TEXT NOT NULL,
      body TEXT NOT NULL,
      revision TEXT NOT NULL,
      places TEXT, -- JSON: index name to [partition, sort]; null where the row is in no index
      expires_at INTEGER, -- epoch seconds
      UNIQUE (tbl, partition, sort)
    ) STRICT;
    CREATE INDEX items_expiring ON items (expires_at) WHERE expires_at IS NOT NULL;
    CREATE TABLE places (
      tbl INTEGER NOT NULL,
      idx INTEGER NOT NULL,
      partition TEXT NOT NULL,
      sort TEXT NOT NULL,
      item_partition TEXT NOT NULL,
      item_sort TEXT NOT NULL,
      PRIMARY KEY (tbl, idx, partition, sort, item_partition, item_sort)
    ) WITHOUT ROWID, STRICT;

    -- Bus: an event is here while a delivery of it is.
    CREATE TABLE events (
      id INTEGER PRIMARY KEY AUTOINCREMENT, -- never given twice: workers know deliveries by it
      event_id TEXT NOT NULL,
      replay_id TEXT NOT NULL, -- empty where it is no replay
      detail TEXT NOT NULL,
      UNIQUE (event_id, replay_id)
    ) STRICT;
    CREATE TABLE deliveries (
      event INTEGER NOT NULL,
      consumer TEXT NOT NULL,
      due_at INTEGER NOT NULL, -- epoch milliseconds
      PRIMARY KEY (event, consumer)
    ) WITHOUT ROWID, STRICT;
    CREATE INDEX deliveries_due ON deliveries (consumer, due_at, event);

    -- Objects: the count of a key's puts numbers its versions, and no number is given twice.
    CREATE TABLE puts (
      bucket TEXT NOT NULL,
      key TEXT NOT NULL,
      count INTEGER NOT NULL,
      PRIMARY KEY (bucket, key)
    ) WITHOUT ROWID, STRICT;
    CREATE TABLE objects (
      bucket TEXT NOT NULL,
      key TEXT NOT NULL,
      put INTEGER NOT NULL,
      newest INTEGER NOT NULL, -- 1 where a read without a version gets it, else 0
      size INTEGER NOT NULL,
      content_type TEXT NOT NULL,
      etag TEXT NOT NULL,
      metadata TEXT NOT NULL, -- JSON
      UNIQUE (bucket, key, put)
    ) STRICT;
    CREATE UNIQUE INDEX objects_newest ON objects (bucket, key) WHERE newest = 1;

    CREATE TABLE spans (
      trace_id TEXT NOT NULL,
      span_id TEXT NOT NULL,
      parent_span_id TEXT,
      name TEXT NOT NULL,
      kind TEXT NOT NULL,
      started_at INTEGER NOT NULL, -- epoch nanoseconds
      ended_at INTEGER NOT NULL, -- epoch nanoseconds
      status TEXT NOT NULL,
      error TEXT,
      attributes TEXT NOT NULL, -- JSON
      links TEXT NOT NULL, -- JSON
      UNIQUE (trace_id, span_id)
    ) STRICT;
  `,
  `
    -- When a version was overwritten or deleted, epoch milliseconds; null where it is the newest, or was hidden before this.
    ALTER TABLE objects ADD COLUMN hidden_at INTEGER;
    CREATE INDEX objects_hidden ON objects (hidden_at) WHERE hidden_at IS NOT NULL;
  `,
  `
    -- An event leaves the bus with its last delivery, in the statement that takes the delivery away.
    CREATE TRIGGER deliveries_over AFTER DELETE ON deliveries BEGIN
      DELETE FROM events WHERE id = OLD.event AND NOT EXISTS (SELECT 1 FROM deliveries WHERE event = OLD.event);
    END;
  `
]

/** The newest format version. */
export const newest = steps.length

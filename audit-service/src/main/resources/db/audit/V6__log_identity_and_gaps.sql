-- Which topic of a name was read: a topic that was made anew begins again at offset 0, in a new epoch. Columns ..._seq are an epoch
-- and an offset in it, so that what was written later is later also then.
ALTER TABLE consumed_offsets
    ADD COLUMN topic_id text,
    ADD COLUMN epoch int NOT NULL DEFAULT 0;

-- What could never be read: records that were gone before they were.
CREATE TABLE log_gaps (
    topic text COLLATE "C" NOT NULL,
    partition int NOT NULL,
    epoch int NOT NULL,
    -- The offsets from this one on were to be read next,
    from_offset bigint NOT NULL,
    -- and reading went on at this one; null: in another epoch.
    to_offset bigint,
    reason text NOT NULL,
    found_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (topic, partition, epoch, from_offset)
);
CREATE INDEX log_gaps_by_time ON log_gaps (found_at);

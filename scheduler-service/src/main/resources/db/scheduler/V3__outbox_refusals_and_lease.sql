-- A row that Kafka refuses for good holds up no other: it is marked, and stays to be looked at.
ALTER TABLE outbox
    ADD COLUMN failed_at timestamptz,
    ADD COLUMN error     text;

DROP INDEX outbox_unsent;
CREATE INDEX outbox_unsent ON outbox (id) WHERE sent_at IS NULL AND failed_at IS NULL;
CREATE INDEX outbox_failed ON outbox (failed_at) WHERE failed_at IS NOT NULL;

-- The right to publish, in one row. It ends by this database's clock, so that a holder that vanished or was paused loses it.
CREATE TABLE outbox_lease (
    only_row   boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    -- Tells this outbox from another one that was published to the same Kafka.
    outbox     text NOT NULL,
    holder     text,
    -- Counts the holders: what was held in an earlier term is not held any more.
    term       bigint NOT NULL,
    expires_at timestamptz NOT NULL
);
INSERT INTO outbox_lease (outbox, term, expires_at) VALUES (gen_random_uuid()::text, 0, '-infinity');

CREATE INDEX requests_by_time ON requests (requested_at);

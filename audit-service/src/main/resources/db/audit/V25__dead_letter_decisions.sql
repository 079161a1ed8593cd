-- What people decided about dead letters; the last decision about a record stays. It may come before its letter, which is in another partition.
CREATE TABLE dead_letter_decisions (
    topic text COLLATE "C" NOT NULL,
    partition int NOT NULL,
    record_offset bigint NOT NULL,
    decision text NOT NULL,
    decided_by text NOT NULL,
    decided_at timestamptz NOT NULL,
    decided_seq bigint NOT NULL,
    PRIMARY KEY (topic, partition, record_offset)
);
CREATE INDEX dead_letter_decisions_by_time ON dead_letter_decisions (decided_at);

-- Traces. What the rows of an attempt or a run say of its spans is made into spans in the transaction that writes them.
ALTER TABLE attempts
    -- The trace that it is in, as its order says.
    ADD COLUMN trace json,
    ADD COLUMN admitted_at timestamptz,
    ADD COLUMN admitted_seq bigint;
ALTER TABLE runs
    -- The end of its first opening.
    ADD COLUMN first_end_opening bigint,
    ADD COLUMN first_end_state text,
    ADD COLUMN first_end_started_at timestamptz,
    ADD COLUMN first_end_at timestamptz,
    ADD COLUMN first_end_seq bigint;

-- By the month in which they began, as events are. When a span began never changes.
CREATE TABLE spans (
    started_at timestamptz NOT NULL,
    span text COLLATE "C" NOT NULL,
    trace text COLLATE "C" NOT NULL,
    parent text COLLATE "C",
    name text NOT NULL,
    service text NOT NULL,
    ended_at timestamptz NOT NULL,
    error text,
    message text,
    run text COLLATE "C",
    instance text COLLATE "C",
    attempt text COLLATE "C",
    namespace text COLLATE "C",
    dataset text COLLATE "C",
    attributes json NOT NULL,
    links json NOT NULL,
    PRIMARY KEY (started_at, span)
) PARTITION BY RANGE (started_at);
CREATE TABLE spans_default PARTITION OF spans DEFAULT;
CREATE INDEX spans_of_trace ON spans (trace);
CREATE INDEX spans_roots ON spans (started_at DESC, trace DESC) WHERE parent IS NULL;
CREATE INDEX spans_of_run ON spans (run) WHERE run IS NOT NULL;
CREATE INDEX spans_of_instance ON spans (instance) WHERE instance IS NOT NULL;
CREATE INDEX spans_of_dataset ON spans (namespace, dataset) WHERE dataset IS NOT NULL;

-- What somebody wants replayed. A step of a replay is one transaction: the row is locked, what follows from some records is added to the outbox, and
-- the row goes on to the next records; so it is done once, whichever scheduler does it and whenever one is killed.
CREATE TABLE replays (
    id           text PRIMARY KEY COLLATE "C",
    -- As it was asked for.
    ordered      json NOT NULL,
    state        text NOT NULL CHECK (state IN ('READING', 'DONE', 'CANCELLED', 'FAILED')),
    requested_by text NOT NULL,
    requested_at timestamptz NOT NULL,
    finished_at  timestamptz,
    error        text,
    -- How many records; those read are those replayed, left out and unreadable.
    replayed   bigint NOT NULL DEFAULT 0,
    left_out   bigint NOT NULL DEFAULT 0,
    unreadable bigint NOT NULL DEFAULT 0,
    facts      bigint NOT NULL DEFAULT 0
);
CREATE INDEX replays_reading ON replays (requested_at, id) WHERE state = 'READING';
CREATE INDEX replays_by_time ON replays (requested_at, id);

-- What is read of each partition of the topic.
CREATE TABLE replay_ranges (
    replay       text NOT NULL COLLATE "C" REFERENCES replays ON DELETE CASCADE,
    topic_part   integer NOT NULL,
    first_offset bigint NOT NULL,
    next_offset  bigint NOT NULL,
    end_offset   bigint NOT NULL,
    PRIMARY KEY (replay, topic_part)
);

-- The datasets or workflows that a replay has said something of, so that it can say that nothing more comes.
CREATE TABLE replay_subjects (
    replay  text NOT NULL COLLATE "C" REFERENCES replays ON DELETE CASCADE,
    subject text NOT NULL,
    PRIMARY KEY (replay, subject)
);

-- The runs that a replay asks for.
CREATE TABLE replay_runs (
    replay    text NOT NULL COLLATE "C" REFERENCES replays ON DELETE CASCADE,
    run       text NOT NULL COLLATE "C",
    namespace text NOT NULL,
    workflow  text NOT NULL,
    about     text NOT NULL,
    PRIMARY KEY (replay, run)
);

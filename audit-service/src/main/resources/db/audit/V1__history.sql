-- The audit database. Every table is written by the ingestion only, in one transaction with the offsets of what it says.
--
-- Keys are compared bytewise (COLLATE "C"): the beginning of a key is then a range of the index, and the order is that of the
-- services. Columns ..._seq are offsets: the group of columns they name is of the event with the highest (or, of attempts, the
-- lowest) one, whatever the order in which events were read.

-- How far every partition of every topic was read. Compared when it is moved: a reader that lost its partition cannot.
CREATE TABLE consumed_offsets (
    topic text NOT NULL,
    partition int NOT NULL,
    next_offset bigint NOT NULL,
    PRIMARY KEY (topic, partition)
);

-- What happened, one partition per month, created ahead by the service. --------------------------------------------------------

CREATE TABLE events (
    at timestamptz NOT NULL,
    id text COLLATE "C" NOT NULL,
    topic text NOT NULL,
    partition int NOT NULL,
    seq bigint NOT NULL,
    type text NOT NULL,
    run text COLLATE "C",
    attempt text COLLATE "C",
    data json NOT NULL,
    PRIMARY KEY (at, id)
) PARTITION BY RANGE (at);
CREATE TABLE events_default PARTITION OF events DEFAULT;
CREATE INDEX events_of_attempt ON events (attempt, type) WHERE attempt IS NOT NULL;
CREATE INDEX events_of_run ON events (run, type) WHERE run IS NOT NULL AND attempt IS NULL;

CREATE TABLE decisions (
    at timestamptz NOT NULL,
    id text COLLATE "C" NOT NULL,
    seq bigint NOT NULL,
    instance text COLLATE "C" NOT NULL,
    state text NOT NULL,
    reason text NOT NULL,
    sentence text NOT NULL,
    run text COLLATE "C",
    attempt text COLLATE "C",
    related json,
    missing json,
    action_key text,
    causes json,
    -- It only tells how far an attempt is.
    progress boolean NOT NULL,
    PRIMARY KEY (at, id)
) PARTITION BY RANGE (at);
CREATE TABLE decisions_default PARTITION OF decisions DEFAULT;
CREATE INDEX decisions_of_instance ON decisions (instance, seq DESC);
CREATE INDEX decisions_of_run ON decisions (run, instance, seq DESC) WHERE run IS NOT NULL;

CREATE TABLE log_chunks (
    at timestamptz NOT NULL,
    attempt text COLLATE "C" NOT NULL,
    position bigint NOT NULL,
    bytes int NOT NULL,
    last boolean NOT NULL,
    content text NOT NULL,
    PRIMARY KEY (at, attempt, position)
) PARTITION BY RANGE (at);
CREATE TABLE log_chunks_default PARTITION OF log_chunks DEFAULT;
CREATE INDEX log_chunks_of_attempt ON log_chunks (attempt, position);

-- What is, as the events so far say. ------------------------------------------------------------------------------------------

CREATE TABLE instances (
    instance text COLLATE "C" PRIMARY KEY,
    namespace text COLLATE "C" NOT NULL,
    workflow text COLLATE "C" NOT NULL,
    task text COLLATE "C" NOT NULL,
    decided_state text,
    decided_reason text,
    decided_sentence text,
    decided_run text,
    decided_attempt text,
    related json,
    missing json,
    action_key text,
    causes json,
    decided_at timestamptz,
    decided_seq bigint,
    progress_state text,
    progress_reason text,
    progress_sentence text,
    progress_attempt text,
    progress_at timestamptz,
    progress_seq bigint,
    succeeded_attempt text,
    succeeded_at timestamptz,
    succeeded_seq bigint,
    -- How far the attempt is counts while the planner's last word is that the instance may run, and the attempt is the one meant.
    progresses boolean NOT NULL GENERATED ALWAYS AS (
        progress_state IS NOT NULL
        AND (decided_state IS NULL
             OR (progress_seq > decided_seq
                 AND (decided_state = 'RETRYING'
                      OR (decided_state = 'READY'
                          AND (decided_attempt IS NULL OR progress_attempt IS NULL OR progress_attempt = decided_attempt)))))
    ) STORED,
    state text NOT NULL GENERATED ALWAYS AS (
        CASE WHEN progress_state IS NOT NULL
              AND (decided_state IS NULL
                   OR (progress_seq > decided_seq
                       AND (decided_state = 'RETRYING'
                            OR (decided_state = 'READY'
                                AND (decided_attempt IS NULL OR progress_attempt IS NULL OR progress_attempt = decided_attempt)))))
             THEN progress_state
             ELSE coalesce(decided_state, 'PENDING') END
    ) STORED
) WITH (fillfactor = 80);
CREATE INDEX instances_by_state ON instances (state, instance);
CREATE INDEX instances_unsettled ON instances (namespace, workflow)
    WHERE state IN ('PENDING', 'READY', 'ADMITTED', 'RUNNING', 'RETRYING');

-- Not by month: events of several topics, in any order, are about one row, and not all of them say when it began.
CREATE TABLE attempts (
    attempt text COLLATE "C" PRIMARY KEY,
    instance text COLLATE "C" NOT NULL,
    number int,
    run text COLLATE "C",
    reason text,
    workflow_version int,
    action_key text,
    ready_at timestamptz,
    ready_seq bigint,
    withdrawn_at timestamptz,
    withdrawn_seq bigint,
    executor text,
    host text,
    process text,
    run_as text,
    started_at timestamptz,
    started_seq bigint,
    succeeded boolean,
    cached_from text,
    failure text,
    exit_code int,
    message text,
    cpu_millis bigint,
    peak_memory_bytes bigint,
    log_bytes bigint,
    process_started_at timestamptz,
    finished_at timestamptz,
    finished_seq bigint,
    accepted_at timestamptz,
    accepted_seq bigint,
    committed_at timestamptz,
    committed_seq bigint,
    at timestamptz GENERATED ALWAYS AS (coalesce(ready_at, started_at, process_started_at, finished_at, withdrawn_at, accepted_at, committed_at)) STORED
) WITH (fillfactor = 80);
CREATE INDEX attempts_by_time ON attempts (at, attempt);
CREATE INDEX attempts_of_instance ON attempts (instance, at, attempt);
CREATE INDEX attempts_of_run ON attempts (run, at, attempt);

CREATE TABLE runs (
    run text COLLATE "C" PRIMARY KEY,
    namespace text COLLATE "C" NOT NULL,
    workflow text COLLATE "C" NOT NULL,
    cause json NOT NULL,
    cause_id text NOT NULL,
    workflow_version int,
    begun_at timestamptz,
    begun_seq bigint,
    reopened_at timestamptz,
    reopened_seq bigint,
    finished_state text,
    summary json,
    first_started_at timestamptz,
    finished_at timestamptz,
    finished_seq bigint,
    started_at timestamptz GENERATED ALWAYS AS (coalesce(begun_at, first_started_at)) STORED,
    state text NOT NULL GENERATED ALWAYS AS (
        CASE WHEN finished_at IS NOT NULL AND (reopened_at IS NULL OR finished_at >= reopened_at)
             THEN finished_state ELSE 'RUNNING' END
    ) STORED
);
CREATE INDEX runs_by_time ON runs (started_at, run);
CREATE INDEX runs_of_workflow ON runs (namespace, workflow, started_at, run);
CREATE INDEX runs_open ON runs (namespace, workflow) WHERE state = 'RUNNING';

CREATE TABLE datasets (
    namespace text COLLATE "C" NOT NULL,
    dataset text COLLATE "C" NOT NULL,
    path text NOT NULL,
    layout text NOT NULL,
    watched boolean NOT NULL,
    changed_at timestamptz NOT NULL,
    seq bigint NOT NULL,
    PRIMARY KEY (namespace, dataset)
);

CREATE TABLE partitions (
    namespace text COLLATE "C" NOT NULL,
    dataset text COLLATE "C" NOT NULL,
    partition text COLLATE "C" NOT NULL,
    fingerprint text,
    files bigint,
    bytes bigint,
    cause_id text,
    instance text,
    attempt text,
    run text,
    changed_at timestamptz,
    changed_seq bigint,
    published_fingerprint text,
    published_at timestamptz,
    published_seq bigint,
    PRIMARY KEY (namespace, dataset, partition)
) WITH (fillfactor = 80);

CREATE TABLE partition_versions (
    id text COLLATE "C" NOT NULL,
    index int NOT NULL,
    seq bigint NOT NULL,
    namespace text COLLATE "C" NOT NULL,
    dataset text COLLATE "C" NOT NULL,
    partition text COLLATE "C" NOT NULL,
    before text,
    fingerprint text,
    files bigint,
    bytes bigint,
    cause_id text COLLATE "C" NOT NULL,
    cause json NOT NULL,
    instance text,
    attempt text,
    run text,
    at timestamptz NOT NULL,
    PRIMARY KEY (id, index)
);
CREATE INDEX partition_versions_of ON partition_versions (namespace, dataset, partition, seq DESC);
CREATE INDEX partition_versions_by_cause ON partition_versions (cause_id);

CREATE TABLE attempt_inputs (
    attempt text COLLATE "C" NOT NULL,
    input text NOT NULL,
    namespace text COLLATE "C" NOT NULL,
    dataset text COLLATE "C" NOT NULL,
    partition text COLLATE "C" NOT NULL,
    fingerprint text NOT NULL,
    watched boolean NOT NULL,
    PRIMARY KEY (attempt, namespace, dataset, partition, input)
);
CREATE INDEX attempt_inputs_of ON attempt_inputs (namespace, dataset, partition, fingerprint);

CREATE TABLE attempt_outputs (
    attempt text COLLATE "C" NOT NULL,
    namespace text COLLATE "C" NOT NULL,
    dataset text COLLATE "C" NOT NULL,
    partition text COLLATE "C" NOT NULL,
    fingerprint text NOT NULL,
    files bigint NOT NULL,
    bytes bigint NOT NULL,
    PRIMARY KEY (attempt, namespace, dataset, partition)
);
CREATE INDEX attempt_outputs_of ON attempt_outputs (namespace, dataset, partition, fingerprint);

CREATE TABLE workflows (
    namespace text COLLATE "C" NOT NULL,
    workflow text COLLATE "C" NOT NULL,
    version int,
    seq bigint NOT NULL,
    PRIMARY KEY (namespace, workflow)
);

CREATE TABLE workflow_versions (
    namespace text COLLATE "C" NOT NULL,
    workflow text COLLATE "C" NOT NULL,
    version int NOT NULL,
    bundle text NOT NULL,
    spec json NOT NULL,
    installed_by text NOT NULL,
    cause json NOT NULL,
    at timestamptz NOT NULL,
    PRIMARY KEY (namespace, workflow, version)
);

-- Records that somebody rejected, by where they were; rejected by several, they are told once.
CREATE TABLE dead_letters (
    topic text COLLATE "C" NOT NULL,
    partition int NOT NULL,
    record_offset bigint NOT NULL,
    key text NOT NULL,
    reason text NOT NULL,
    rejected_by text NOT NULL,
    value text NOT NULL,
    bytes bigint NOT NULL,
    at timestamptz NOT NULL,
    PRIMARY KEY (topic, partition, record_offset)
);
CREATE INDEX dead_letters_by_time ON dead_letters (at, topic, partition, record_offset);

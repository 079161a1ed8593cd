-- Of which version of a workflow the deadlines and rules are that are there; a workflow that has neither has a row, too.
CREATE TABLE alert_versions (
    namespace text COLLATE "C" NOT NULL,
    workflow text COLLATE "C" NOT NULL,
    version int NOT NULL,
    PRIMARY KEY (namespace, workflow)
);

CREATE TABLE deadlines (
    namespace text COLLATE "C" NOT NULL,
    workflow text COLLATE "C" NOT NULL,
    deadline text COLLATE "C" NOT NULL,
    spec json NOT NULL,
    layout text NOT NULL,
    PRIMARY KEY (namespace, workflow, deadline)
);

-- Each time at which something is due has one row, which goes from EXPECTED to LATE at most once: that is the miss.
CREATE TABLE expectations (
    namespace text COLLATE "C" NOT NULL,
    workflow text COLLATE "C" NOT NULL,
    deadline text COLLATE "C" NOT NULL,
    due_at timestamptz NOT NULL,
    since timestamptz NOT NULL,
    expects text NOT NULL,
    partitions json NOT NULL,
    state text NOT NULL,
    found_late_at timestamptz,
    arrived_at timestamptz,
    -- When to look next; null: nothing can change any more.
    look_at timestamptz,
    PRIMARY KEY (namespace, workflow, deadline, due_at)
);
CREATE INDEX expectations_to_look_at ON expectations (look_at) WHERE look_at IS NOT NULL;
CREATE INDEX expectations_by_time ON expectations (due_at, namespace, workflow, deadline);

CREATE TABLE alert_rules (
    namespace text COLLATE "C" NOT NULL,
    workflow text COLLATE "C" NOT NULL,
    rule text COLLATE "C" NOT NULL,
    spec json NOT NULL,
    -- When to look next whether a run is stuck; null: the rule is not about that.
    stuck_look_at timestamptz,
    PRIMARY KEY (namespace, workflow, rule)
);
CREATE INDEX alert_rules_to_look_at ON alert_rules (stuck_look_at) WHERE stuck_look_at IS NOT NULL;

-- What happened and no rule was asked about yet: written with the history that says it, deleted with the alert that is made of it.
CREATE TABLE occurrences (
    occurrence text COLLATE "C" PRIMARY KEY,
    condition text NOT NULL,
    namespace text COLLATE "C" NOT NULL,
    workflow text COLLATE "C" NOT NULL,
    instance text COLLATE "C",
    run text,
    deadline text,
    due_at timestamptz,
    topic text,
    sentence text NOT NULL,
    at timestamptz NOT NULL
);

CREATE TABLE alerts (
    alert text COLLATE "C" PRIMARY KEY,
    namespace text COLLATE "C" NOT NULL,
    workflow text COLLATE "C" NOT NULL,
    rule text COLLATE "C" NOT NULL,
    condition text NOT NULL,
    group_key text NOT NULL,
    state text NOT NULL,
    sentence text NOT NULL,
    instance text,
    run text,
    deadline text,
    due_at timestamptz,
    topic text,
    occurrences bigint NOT NULL,
    opened_at timestamptz NOT NULL,
    last_at timestamptz NOT NULL,
    ended_at timestamptz,
    -- When the next message about it is due; null: none is.
    notify_at timestamptz,
    notified int NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX alerts_open ON alerts (namespace, workflow, rule, condition, group_key) WHERE state = 'OPEN';
CREATE INDEX alerts_to_notify ON alerts (notify_at) WHERE notify_at IS NOT NULL;
CREATE INDEX alerts_by_time ON alerts (opened_at, alert);
CREATE INDEX alerts_of_workflow ON alerts (namespace, workflow, opened_at, alert);

-- Which occurrences are in which alert: one that is found again is in it already.
CREATE TABLE alert_occurrences (
    namespace text COLLATE "C" NOT NULL,
    workflow text COLLATE "C" NOT NULL,
    rule text COLLATE "C" NOT NULL,
    occurrence text COLLATE "C" NOT NULL,
    alert text COLLATE "C" NOT NULL,
    instance text COLLATE "C",
    kept_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (namespace, workflow, rule, occurrence)
);
CREATE INDEX alert_occurrences_of ON alert_occurrences (alert, instance);

CREATE TABLE deliveries (
    delivery text COLLATE "C" PRIMARY KEY,
    namespace text COLLATE "C" NOT NULL,
    workflow text COLLATE "C" NOT NULL,
    rule text COLLATE "C" NOT NULL,
    channel json NOT NULL,
    kind text NOT NULL,
    title text NOT NULL,
    body text NOT NULL,
    alerts json NOT NULL,
    state text NOT NULL,
    attempts int NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL,
    -- When to send it; while somebody does, when somebody else may, in case that one was killed.
    next_at timestamptz,
    ended_at timestamptz,
    answer text
);
CREATE INDEX deliveries_to_send ON deliveries (next_at) WHERE next_at IS NOT NULL;
CREATE INDEX deliveries_by_time ON deliveries (created_at, delivery);
CREATE INDEX deliveries_of_workflow ON deliveries (namespace, workflow, created_at, delivery);

-- A rejected record concerns the workflow, or the dataset, that its key names; what names none is nobody's alert.
CREATE FUNCTION notice_dead_letters() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO occurrences (occurrence, condition, namespace, workflow, topic, sentence, at)
    SELECT 'letter/' || topic || '/' || partition || '/' || record_offset, 'DEAD_LETTER',
           split_part(key, '/', 1), split_part(key, '/', 2), topic,
           'a record of ' || topic || ' was rejected: ' || left(reason, 300), at
    FROM added WHERE key ~ '^[a-z][a-z0-9-]{0,62}/[a-z][a-z0-9-]{0,62}(/|$)'
    ON CONFLICT DO NOTHING;
    RETURN NULL;
END $$;
CREATE TRIGGER dead_letters_added AFTER INSERT ON dead_letters
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION notice_dead_letters();

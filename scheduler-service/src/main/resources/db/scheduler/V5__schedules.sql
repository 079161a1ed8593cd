-- The schedules of the deployed versions. A firing is one transaction: the row is locked, the request is added to the outbox, and the row goes on to
-- the next nominal time; so it is made once, whichever scheduler makes it and whenever one is killed.
CREATE TABLE schedules (
    namespace text NOT NULL,
    workflow  text NOT NULL,
    name      text NOT NULL,
    -- As the version says it, with the instances that it means.
    spec      json NOT NULL,
    -- The days of its calendar's file; null if it has none.
    days      json,
    paused_by text,
    paused_at timestamptz,
    -- The nominal time of the next firing, and when it is due; null if none comes any more. Nothing is due while it is paused.
    next_nominal timestamptz,
    next_at      timestamptz,
    -- Of the last firing.
    last_nominal timestamptz,
    last_at      timestamptz,
    last_run     text,
    -- Why it could not fire when it was last tried; null if it could.
    error text,
    PRIMARY KEY (namespace, workflow, name),
    FOREIGN KEY (namespace, workflow) REFERENCES workflows
);

CREATE INDEX schedules_due ON schedules (next_at) WHERE next_at IS NOT NULL;

-- The event triggers of the deployed versions; what they say is in the versions.
CREATE TABLE triggers (
    namespace text NOT NULL,
    workflow  text NOT NULL,
    name      text NOT NULL,
    type      text NOT NULL,
    -- The row through which the version gets onto the log: nothing is asked for of a workflow that its readers have not heard of.
    outbox_id bigint NOT NULL,
    fired     bigint NOT NULL DEFAULT 0,
    refused   bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (namespace, workflow, name),
    FOREIGN KEY (namespace, workflow) REFERENCES workflows
);
CREATE INDEX triggers_by_type ON triggers (type);

-- What events led to, once for each trigger and event. The row is what makes reading an event again change nothing.
CREATE TABLE trigger_events (
    namespace text NOT NULL,
    workflow  text NOT NULL,
    name      text NOT NULL,
    -- Of source and id.
    event_key text NOT NULL,
    number    bigint GENERATED ALWAYS AS IDENTITY,
    source    text NOT NULL,
    event_id  text NOT NULL,
    taken_at  timestamptz NOT NULL,
    -- One of both.
    run       text,
    problem   text,
    PRIMARY KEY (namespace, workflow, name, event_key)
);
CREATE INDEX trigger_events_by_number ON trigger_events (namespace, workflow, name, number);
CREATE INDEX trigger_events_by_time ON trigger_events (taken_at);

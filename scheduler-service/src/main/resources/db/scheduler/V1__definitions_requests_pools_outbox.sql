CREATE TABLE namespaces (
    name       text PRIMARY KEY,
    created_by text NOT NULL,
    created_at timestamptz NOT NULL
);

-- A bundle's zip, in pieces so that none has to be in memory whole. The same bundle in several versions is kept once.
CREATE TABLE bundles (
    fingerprint text PRIMARY KEY,
    bytes       bigint NOT NULL
);

CREATE TABLE bundle_pieces (
    fingerprint text NOT NULL REFERENCES bundles,
    position    integer NOT NULL,
    content     bytea NOT NULL,
    PRIMARY KEY (fingerprint, position)
);
-- It is compressed already.
ALTER TABLE bundle_pieces ALTER COLUMN content SET STORAGE EXTERNAL;

CREATE TABLE workflows (
    namespace    text NOT NULL REFERENCES namespaces,
    name         text NOT NULL,
    last_version integer NOT NULL,
    -- Null: removed. Versions go on counting where it is deployed again.
    current_version integer,
    PRIMARY KEY (namespace, name)
);

CREATE TABLE versions (
    namespace    text NOT NULL,
    workflow     text NOT NULL,
    version      integer NOT NULL,
    bundle       text NOT NULL REFERENCES bundles,
    -- The event as it was published: json and not jsonb, which would lose the author's order.
    definition   json NOT NULL,
    outbox_id    bigint NOT NULL,
    installed_by text NOT NULL,
    installed_at timestamptz NOT NULL,
    PRIMARY KEY (namespace, workflow, version),
    FOREIGN KEY (namespace, workflow) REFERENCES workflows
);

-- What was asked for, so that asking again with the same key asks for the same.
CREATE TABLE requests (
    namespace    text NOT NULL,
    request_id   text NOT NULL,
    workflow     text NOT NULL,
    content      text NOT NULL,
    run          text NOT NULL,
    requested_by text NOT NULL,
    requested_at timestamptz NOT NULL,
    PRIMARY KEY (namespace, request_id)
);

CREATE TABLE pools (
    namespace  text NOT NULL,
    name       text NOT NULL,
    slots      integer NOT NULL CHECK (slots >= 0),
    changed_by text NOT NULL,
    changed_at timestamptz NOT NULL,
    PRIMARY KEY (namespace, name)
);

-- What was committed here and must reach the log. Written under a lock of its record key, so ids of one key are in the order of
-- their commits.
CREATE TABLE outbox (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    topic      text NOT NULL,
    record_key text NOT NULL,
    -- CloudEvents type and JSON data; both null for a tombstone.
    type       text,
    event      text,
    created_at timestamptz NOT NULL,
    sent_at    timestamptz
);

CREATE INDEX outbox_unsent ON outbox (id) WHERE sent_at IS NULL;
CREATE INDEX outbox_sent ON outbox (sent_at) WHERE sent_at IS NOT NULL;

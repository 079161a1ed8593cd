-- Workflows that rest because a decision about them failed; code is null of one that rests no more.
CREATE TABLE workflow_faults (
    namespace text COLLATE "C" NOT NULL,
    workflow text COLLATE "C" NOT NULL,
    version int,
    code text,
    message text,
    source json,
    faulted_at timestamptz,
    seq bigint NOT NULL,
    PRIMARY KEY (namespace, workflow)
);

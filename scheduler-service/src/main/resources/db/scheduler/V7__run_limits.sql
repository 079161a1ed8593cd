-- How much of a run may be under way, as somebody has set it since the run was asked for.
CREATE TABLE run_limits (
    namespace  text NOT NULL,
    run        text NOT NULL,
    -- Null: what the run was asked for with.
    max_active integer CHECK (max_active > 0),
    paused     boolean NOT NULL,
    changed_by text NOT NULL,
    changed_at timestamptz NOT NULL,
    PRIMARY KEY (namespace, run)
);
CREATE INDEX run_limits_by_time ON run_limits (changed_at);

-- A run has finished when its last opening has: openings are counted by the planner, so that no two machines' clocks are compared.
ALTER TABLE runs
    ADD COLUMN opening bigint,
    ADD COLUMN finished_opening bigint;
ALTER TABLE runs DROP COLUMN state;
ALTER TABLE runs ADD COLUMN state text NOT NULL GENERATED ALWAYS AS (
    CASE WHEN finished_opening IS NOT NULL AND (opening IS NULL OR finished_opening >= opening)
         THEN finished_state ELSE 'RUNNING' END
) STORED;
CREATE INDEX runs_open ON runs (namespace, workflow) WHERE state = 'RUNNING';

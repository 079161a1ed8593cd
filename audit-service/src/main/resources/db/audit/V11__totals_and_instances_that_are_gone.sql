-- Instances that are no more: their task or workflow was removed, or their partitions came and went. They are in no list and no count,
-- but can be asked for until they are deleted.
ALTER TABLE instances ADD COLUMN gone boolean NOT NULL GENERATED ALWAYS AS (coalesce(decided_reason = 'REMOVED', false)) STORED;
CREATE INDEX instances_gone ON instances (decided_at) WHERE gone;

-- What a summary says, so that it need not count what exists. Rows are added up: each statement adds its differences as rows of its own,
-- because two writers that changed one and the same row would wait for each other; from time to time they are replaced by their sums.
CREATE TABLE instance_totals (
    namespace text COLLATE "C" NOT NULL,
    workflow text COLLATE "C" NOT NULL,
    task text COLLATE "C" NOT NULL,
    state text NOT NULL,
    instances bigint NOT NULL
);

CREATE TABLE partition_totals (
    namespace text COLLATE "C" NOT NULL,
    dataset text COLLATE "C" NOT NULL,
    partitions bigint NOT NULL,
    files bigint NOT NULL,
    bytes bigint NOT NULL
);

INSERT INTO instance_totals
SELECT namespace, workflow, task, state, count(*) FROM instances WHERE NOT gone GROUP BY namespace, workflow, task, state;

INSERT INTO partition_totals
SELECT namespace, dataset, count(*), coalesce(sum(files), 0), coalesce(sum(bytes), 0)
FROM partitions WHERE fingerprint IS NOT NULL GROUP BY namespace, dataset;

CREATE FUNCTION add_to_instance_totals() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO instance_totals
        SELECT namespace, workflow, task, state, count(*) FROM added WHERE NOT gone GROUP BY namespace, workflow, task, state;
    ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO instance_totals
        SELECT namespace, workflow, task, state, -count(*) FROM taken WHERE NOT gone GROUP BY namespace, workflow, task, state;
    ELSE
        INSERT INTO instance_totals
        SELECT namespace, workflow, task, state, sum(n)
        FROM (SELECT namespace, workflow, task, state, 1 AS n FROM added WHERE NOT gone
              UNION ALL
              SELECT namespace, workflow, task, state, -1 FROM taken WHERE NOT gone) AS change
        GROUP BY namespace, workflow, task, state HAVING sum(n) <> 0;
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION add_to_partition_totals() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO partition_totals
        SELECT namespace, dataset, count(*), coalesce(sum(files), 0), coalesce(sum(bytes), 0)
        FROM added WHERE fingerprint IS NOT NULL GROUP BY namespace, dataset;
    ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO partition_totals
        SELECT namespace, dataset, -count(*), -coalesce(sum(files), 0), -coalesce(sum(bytes), 0)
        FROM taken WHERE fingerprint IS NOT NULL GROUP BY namespace, dataset;
    ELSE
        INSERT INTO partition_totals
        SELECT namespace, dataset, sum(n), coalesce(sum(n * files), 0), coalesce(sum(n * bytes), 0)
        FROM (SELECT namespace, dataset, 1 AS n, files, bytes FROM added WHERE fingerprint IS NOT NULL
              UNION ALL
              SELECT namespace, dataset, -1, files, bytes FROM taken WHERE fingerprint IS NOT NULL) AS change
        GROUP BY namespace, dataset
        HAVING sum(n) <> 0 OR sum(n * files) <> 0 OR sum(n * bytes) <> 0;
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER instances_added AFTER INSERT ON instances
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION add_to_instance_totals();
CREATE TRIGGER instances_changed AFTER UPDATE ON instances
    REFERENCING OLD TABLE AS taken NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION add_to_instance_totals();
CREATE TRIGGER instances_deleted AFTER DELETE ON instances
    REFERENCING OLD TABLE AS taken FOR EACH STATEMENT EXECUTE FUNCTION add_to_instance_totals();
CREATE TRIGGER partitions_added AFTER INSERT ON partitions
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION add_to_partition_totals();
CREATE TRIGGER partitions_changed AFTER UPDATE ON partitions
    REFERENCING OLD TABLE AS taken NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION add_to_partition_totals();
CREATE TRIGGER partitions_deleted AFTER DELETE ON partitions
    REFERENCING OLD TABLE AS taken FOR EACH STATEMENT EXECUTE FUNCTION add_to_partition_totals();

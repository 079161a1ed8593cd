ALTER TABLE runs
    ADD COLUMN bytes bigint,
    ADD COLUMN critical_path json;

-- What a cause changed is listed in the order of its partitions.
DROP INDEX partition_versions_by_cause;
CREATE INDEX partition_versions_by_cause ON partition_versions (cause_id, namespace, dataset, partition);

-- What is older than it is kept is found in the order of time.
CREATE INDEX partition_versions_by_time ON partition_versions (at, id, index);
CREATE INDEX partitions_deleted ON partitions (changed_at) WHERE fingerprint IS NULL;

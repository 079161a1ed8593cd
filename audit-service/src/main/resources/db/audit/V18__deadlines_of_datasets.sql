-- Of which dataset something is expected; null where it is a run.
ALTER TABLE expectations ADD COLUMN dataset text COLLATE "C";
UPDATE expectations SET dataset = substr(expects, length('dataset ') + 1) WHERE expects LIKE 'dataset %';
ALTER TABLE expectations ALTER COLUMN partitions TYPE jsonb USING partitions::jsonb;
CREATE INDEX expectations_of_dataset ON expectations (namespace, dataset, state, due_at) WHERE dataset IS NOT NULL;
CREATE INDEX expectations_of_partition ON expectations USING gin (partitions jsonb_path_ops) WHERE dataset IS NOT NULL;
CREATE INDEX expectations_late ON expectations (due_at) WHERE state = 'LATE';

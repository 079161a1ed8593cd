-- Why a dataset's directory does not show the present version of a partition; null if it does, or nothing was said.
ALTER TABLE partitions ADD COLUMN publication_problem text;

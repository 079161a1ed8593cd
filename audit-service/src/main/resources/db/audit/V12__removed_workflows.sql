-- Since when nothing produces what a removed workflow produced.
ALTER TABLE workflows ADD COLUMN removed_at timestamptz;

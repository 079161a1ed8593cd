-- Which version of a workflow a tombstone removes, so that one which is read again takes nothing away that was deployed after it.
ALTER TABLE outbox ADD COLUMN removed_version integer CHECK (removed_version > 0);

-- The outbox row of the version that a schedule is of: nothing is asked for of a workflow that its readers have not heard of.
ALTER TABLE schedules ADD COLUMN outbox_id bigint NOT NULL DEFAULT 0;
ALTER TABLE schedules ALTER COLUMN outbox_id DROP DEFAULT;

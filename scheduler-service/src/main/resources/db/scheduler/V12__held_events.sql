-- What events of a trigger ask for in common, while they are held back, and for as long as a throttle needs to know of it. To ask for the run is one
-- transaction: the row is locked, the request is added to the outbox, and its events are marked with the run; so it is asked for once, whichever
-- scheduler does it and whenever one is killed.
CREATE TABLE trigger_holds (
    namespace text NOT NULL,
    workflow  text NOT NULL,
    name      text NOT NULL,
    -- Of what is asked for.
    hold      text NOT NULL,
    asked     json NOT NULL,
    -- How many events are held back, and when the first and the last of them were read.
    held      bigint NOT NULL,
    first_at  timestamptz,
    last_at   timestamptz,
    -- When a run was asked for last; null if none was.
    launched_at timestamptz,
    -- When the next is due; null if nothing is held back.
    next_at   timestamptz,
    PRIMARY KEY (namespace, workflow, name, hold),
    FOREIGN KEY (namespace, workflow, name) REFERENCES triggers ON DELETE CASCADE
);
CREATE INDEX trigger_holds_due ON trigger_holds (next_at) WHERE next_at IS NOT NULL;

ALTER TABLE triggers ADD COLUMN repeated bigint NOT NULL DEFAULT 0;

-- By which hold an event is held back, null if it is not; what the trigger knows it by beside source and id; and the id of the event that said the same before.
-- Neither run nor problem is there while it is held back, nor of one that says the same as another.
ALTER TABLE trigger_events ADD COLUMN hold text, ADD COLUMN same text, ADD COLUMN same_as text;
CREATE INDEX trigger_events_held ON trigger_events (namespace, workflow, name, hold, number) WHERE hold IS NOT NULL;
CREATE UNIQUE INDEX trigger_events_by_same ON trigger_events (namespace, workflow, name, same) WHERE same IS NOT NULL;

-- What was sent to webhooks. A delivery that is taken is written together with the outbox's row of its event, so that it is published once.
CREATE TABLE webhook_deliveries (
    namespace text NOT NULL,
    workflow  text NOT NULL,
    name      text NOT NULL,
    number    bigint GENERATED ALWAYS AS IDENTITY,
    -- The sender's id; null of what was refused.
    delivery  text,
    received_at timestamptz NOT NULL,
    bytes     integer NOT NULL,
    -- Of what was taken: the CloudEvents type, the whole event, and the hash of the body where the sender does not sign the id.
    type      text,
    event     json,
    content   text,
    -- Why it was refused; null if it was taken.
    problem   text,
    sent_again integer NOT NULL DEFAULT 0,
    PRIMARY KEY (namespace, workflow, name, number)
);
CREATE UNIQUE INDEX webhook_deliveries_by_id ON webhook_deliveries (namespace, workflow, name, delivery) WHERE delivery IS NOT NULL;
CREATE UNIQUE INDEX webhook_deliveries_by_content ON webhook_deliveries (namespace, workflow, name, content) WHERE content IS NOT NULL;
CREATE INDEX webhook_deliveries_refused ON webhook_deliveries (namespace, workflow, name, number) WHERE problem IS NOT NULL;
CREATE INDEX webhook_deliveries_by_time ON webhook_deliveries (received_at);

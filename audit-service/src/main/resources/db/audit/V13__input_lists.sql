-- The partitions of large inputs are kept once, in chunks by their hash, however many attempts read them. When a row was stored counts for
-- nothing but how long it is kept: a list may be read before the attempt that names it.
ALTER TABLE attempt_inputs RENAME TO named_inputs;
ALTER INDEX attempt_inputs_pkey RENAME TO named_inputs_pkey;
ALTER INDEX attempt_inputs_of RENAME TO named_inputs_of;

CREATE TABLE listed_inputs (
    attempt text COLLATE "C" NOT NULL,
    input text NOT NULL,
    namespace text COLLATE "C" NOT NULL,
    dataset text COLLATE "C" NOT NULL,
    list text COLLATE "C" NOT NULL,
    partitions int NOT NULL,
    watched boolean NOT NULL,
    PRIMARY KEY (attempt, namespace, dataset, input)
);
CREATE INDEX listed_inputs_of ON listed_inputs (list);

CREATE TABLE list_chunks (
    list text COLLATE "C" NOT NULL,
    position int NOT NULL,
    chunk text COLLATE "C" NOT NULL,
    stored_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (list, position)
);
CREATE INDEX list_chunks_of ON list_chunks (chunk);
CREATE INDEX list_chunks_by_time ON list_chunks USING brin (stored_at);

CREATE TABLE chunk_partitions (
    chunk text COLLATE "C" NOT NULL,
    partition text COLLATE "C" NOT NULL,
    fingerprint text NOT NULL,
    stored_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (chunk, partition)
);
CREATE INDEX chunk_partitions_of ON chunk_partitions (partition, fingerprint);
CREATE INDEX chunk_partitions_by_time ON chunk_partitions USING brin (stored_at);

-- What each attempt has read, whichever way that was said. The chunk is null where a partition was named.
CREATE VIEW attempt_inputs AS
SELECT attempt, input, namespace, dataset, partition, fingerprint, watched, NULL::text COLLATE "C" AS chunk
FROM named_inputs
UNION ALL
SELECT i.attempt, i.input, i.namespace, i.dataset, p.partition, p.fingerprint, i.watched, p.chunk
FROM listed_inputs i
JOIN list_chunks c ON c.list = i.list
JOIN chunk_partitions p ON p.chunk = c.chunk;

-- What tasks have made and no directory shows yet: asked for while somebody waits, so it must not cost what exists.
CREATE INDEX partitions_unpublished ON partitions (namespace, dataset, partition)
    WHERE instance IS NOT NULL AND fingerprint IS DISTINCT FROM published_fingerprint;

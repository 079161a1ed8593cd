-- What keeps files of a watched dataset from being used, as it was last reported.
CREATE TABLE dataset_problems (
    namespace text COLLATE "C" NOT NULL,
    dataset text COLLATE "C" NOT NULL,
    report json NOT NULL,
    problems int NOT NULL,
    reported_at timestamptz NOT NULL,
    seq bigint NOT NULL,
    PRIMARY KEY (namespace, dataset)
);

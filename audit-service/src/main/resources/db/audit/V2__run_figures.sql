ALTER TABLE runs
    ADD COLUMN bytes bigint,
    ADD COLUMN critical_path json;

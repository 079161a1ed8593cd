package org.rocksdb;

/** Stands for a class of RocksDB, for the test of the house rules. */
public interface TableOfRocks {}

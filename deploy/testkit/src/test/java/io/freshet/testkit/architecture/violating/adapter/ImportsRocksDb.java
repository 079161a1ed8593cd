package io.freshet.testkit.architecture.violating.adapter;

import org.rocksdb.TableOfRocks;

record ImportsRocksDb(TableOfRocks imported) {}

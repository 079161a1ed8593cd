/** Partitions of a dataset: dimensions, layouts that map files to them, and partition keys. */
@NullMarked
package io.freshet.contracts.partition;

import org.jspecify.annotations.NullMarked;

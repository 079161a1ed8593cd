/**
 * Real servers inside the product: Apache Kafka in this JVM, PostgreSQL as a child process, each with its data in a
 * directory that survives restarts and kills.
 */
@NullMarked
package io.freshet.embedded;

import org.jspecify.annotations.NullMarked;

/** The watcher's edges on Kafka: definitions in, file changes out. */
@NullMarked
package io.freshet.watcher.kafka;

import org.jspecify.annotations.NullMarked;

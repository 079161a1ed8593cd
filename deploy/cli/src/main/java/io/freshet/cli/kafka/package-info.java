/** Commands that speak to Kafka itself. */
@NullMarked
package io.freshet.cli.kafka;

import org.jspecify.annotations.NullMarked;

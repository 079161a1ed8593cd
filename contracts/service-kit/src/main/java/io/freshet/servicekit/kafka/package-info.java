/** How a service talks to Kafka without Streams: consumer loop, publisher, dead letters. */
@NullMarked
package io.freshet.servicekit.kafka;

import org.jspecify.annotations.NullMarked;

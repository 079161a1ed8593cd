/** Admission as a Kafka Streams topology: the picture, the processor, its stores. */
@NullMarked
package io.freshet.scheduler.topology;

import org.jspecify.annotations.NullMarked;

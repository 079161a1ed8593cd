/** CloudEvents 1.0 in Kafka's binary content mode, and the JSON of event data. */
@NullMarked
package io.freshet.contracts.envelope;

import org.jspecify.annotations.NullMarked;

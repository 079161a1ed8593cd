/** Every event that crosses Kafka, one sealed hierarchy per topic. */
@NullMarked
package io.freshet.contracts.event;

import org.jspecify.annotations.NullMarked;

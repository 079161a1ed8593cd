/** Reads topics back. */
@NullMarked
package io.freshet.scheduler.kafka;

import org.jspecify.annotations.NullMarked;

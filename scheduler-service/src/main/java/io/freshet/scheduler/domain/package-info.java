/** What the scheduler decides: admission, and what a deployment or a request must fulfil. Plain Java: no clock, no randomness, no I/O. */
@NullMarked
package io.freshet.scheduler.domain;

import org.jspecify.annotations.NullMarked;

/** Schedules: what is known of them, and firing them when they are due. */
@NullMarked
package io.freshet.scheduler.schedule;

import org.jspecify.annotations.NullMarked;

/** What people decide about records that were rejected. */
@NullMarked
package io.freshet.scheduler.deadletter;

import org.jspecify.annotations.NullMarked;

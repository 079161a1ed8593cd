/** When attempts are launched: pools, slots, turns. Pure. */
@NullMarked
package io.freshet.scheduler.admission;

import org.jspecify.annotations.NullMarked;

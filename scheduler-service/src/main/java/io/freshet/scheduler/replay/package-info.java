/** Replays: reading old records of a topic, and asking again for what they are about. */
@NullMarked
package io.freshet.scheduler.replay;

import org.jspecify.annotations.NullMarked;

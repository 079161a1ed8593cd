/** Getting what was committed in PostgreSQL onto the log. */
@NullMarked
package io.freshet.scheduler.outbox;

import org.jspecify.annotations.NullMarked;

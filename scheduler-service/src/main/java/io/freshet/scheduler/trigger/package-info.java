/** Event triggers: which events of upstream systems ask for runs of deployed workflows. */
@NullMarked
package io.freshet.scheduler.trigger;

import org.jspecify.annotations.NullMarked;

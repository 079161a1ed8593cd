/** Webhooks: what other systems send to workflows, signed, and what becomes of it. */
@NullMarked
package io.freshet.scheduler.webhook;

import org.jspecify.annotations.NullMarked;

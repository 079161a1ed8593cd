/** How the scheduler is put together, and with what settings. */
@NullMarked
package io.freshet.scheduler.config;

import org.jspecify.annotations.NullMarked;

/** How the planner is put together, and with what settings. */
@NullMarked
package io.freshet.planner.config;

import org.jspecify.annotations.NullMarked;

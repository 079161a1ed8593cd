/** Clocks, and how long to wait. */
@NullMarked
package io.freshet.servicekit.time;

import org.jspecify.annotations.NullMarked;

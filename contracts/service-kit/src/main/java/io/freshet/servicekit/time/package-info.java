/** Clocks. */
@NullMarked
package io.freshet.servicekit.time;

import org.jspecify.annotations.NullMarked;

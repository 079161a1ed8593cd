/** Clocks. */
@NullMarked
package io.freshet.contracts.time;

import org.jspecify.annotations.NullMarked;

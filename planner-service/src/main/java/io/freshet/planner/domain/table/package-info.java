/** The port through which the rules keep their state, and what is built upon it. */
@NullMarked
package io.freshet.planner.domain.table;

import org.jspecify.annotations.NullMarked;

/** Runs, the work that decisions have left to later steps, and the events about instances. Below the graph. */
@NullMarked
package io.freshet.planner.domain.run;

import org.jspecify.annotations.NullMarked;

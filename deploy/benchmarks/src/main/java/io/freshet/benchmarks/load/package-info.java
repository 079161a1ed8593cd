/** What the planner's benchmark feeds in: workflows, changes, and ends of attempts that did nothing. */
@NullMarked
package io.freshet.benchmarks.load;

import org.jspecify.annotations.NullMarked;

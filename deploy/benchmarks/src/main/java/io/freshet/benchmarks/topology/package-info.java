/** The planner's rules over its real stores, without a broker. */
@NullMarked
package io.freshet.benchmarks.topology;

import org.jspecify.annotations.NullMarked;

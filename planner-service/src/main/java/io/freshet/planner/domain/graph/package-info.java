/** Who reads what: edges, inputs, the two worklists, and what is held. */
@NullMarked
package io.freshet.planner.domain.graph;

import org.jspecify.annotations.NullMarked;

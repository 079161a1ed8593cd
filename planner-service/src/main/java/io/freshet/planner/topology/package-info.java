/** The planner as a Kafka Streams topology: the drawing, its processors, and the stores that hold the tables of the rules. */
@NullMarked
package io.freshet.planner.topology;

import org.jspecify.annotations.NullMarked;

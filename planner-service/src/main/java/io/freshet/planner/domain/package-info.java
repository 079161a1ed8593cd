/** What must run, and why: the rules of the catalogue and of the planner, over tables, without Kafka or a clock. */
@NullMarked
package io.freshet.planner.domain;

import org.jspecify.annotations.NullMarked;

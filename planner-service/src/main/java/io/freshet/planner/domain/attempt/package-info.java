/** What follows when an attempt ends. */
@NullMarked
package io.freshet.planner.domain.attempt;

import org.jspecify.annotations.NullMarked;

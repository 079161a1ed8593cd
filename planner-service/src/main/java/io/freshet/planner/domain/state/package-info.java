/** The rows of one workflow, and what they are made of. */
@NullMarked
package io.freshet.planner.domain.state;

import org.jspecify.annotations.NullMarked;

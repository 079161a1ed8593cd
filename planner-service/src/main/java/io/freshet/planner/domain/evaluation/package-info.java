/** What becomes of an instance that waits for nothing upstream. */
@NullMarked
package io.freshet.planner.domain.evaluation;

import org.jspecify.annotations.NullMarked;

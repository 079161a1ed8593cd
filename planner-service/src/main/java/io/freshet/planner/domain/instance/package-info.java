/** Which instances of tasks there are. */
@NullMarked
package io.freshet.planner.domain.instance;

import org.jspecify.annotations.NullMarked;

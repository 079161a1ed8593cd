/** Which partitions datasets have, and who is notified of changes. */
@NullMarked
package io.freshet.planner.domain.catalog;

import org.jspecify.annotations.NullMarked;

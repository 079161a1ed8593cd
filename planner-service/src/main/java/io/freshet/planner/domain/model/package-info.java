/** A deployed version of a workflow, worked out as far as it does not depend on partitions. Depends on nothing else of the planner but how instances look. */
@NullMarked
package io.freshet.planner.domain.model;

import org.jspecify.annotations.NullMarked;

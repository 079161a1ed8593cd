/** What follows when a version is deployed or removed, and when datasets from outside change. */
@NullMarked
package io.freshet.planner.domain.deployment;

import org.jspecify.annotations.NullMarked;

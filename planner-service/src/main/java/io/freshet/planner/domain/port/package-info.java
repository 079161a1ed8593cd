/**
 * What a rule may read and write, in narrow interfaces: each rule's constructor names those that it needs. All of them together are a
 * {@link io.freshet.planner.domain.port.PlanningContext}, which only those know who put rules together.
 */
@NullMarked
package io.freshet.planner.domain.port;

import org.jspecify.annotations.NullMarked;

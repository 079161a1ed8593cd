/**
 * What the planner remembers of a workflow besides its instances, edges and runs. Each class is a table with typed rows, which share one
 * store; the class alone knows its keys and how a row is written.
 */
@NullMarked
package io.freshet.planner.domain.metadata;

import org.jspecify.annotations.NullMarked;

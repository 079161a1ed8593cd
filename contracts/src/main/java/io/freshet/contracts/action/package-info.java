/** What makes a task's result what it is, as one hash. */
@NullMarked
package io.freshet.contracts.action;

import org.jspecify.annotations.NullMarked;

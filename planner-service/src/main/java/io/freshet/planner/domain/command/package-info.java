/** The commands of a decision, and who is given what. The top of the rules. */
@NullMarked
package io.freshet.planner.domain.command;

import org.jspecify.annotations.NullMarked;

/** Carries the decisions of the domain out: one attempt's files, its log, and the order of what is done for it. */
@NullMarked
package io.freshet.launcher.attempt;

import org.jspecify.annotations.NullMarked;

/** Attempts that do nothing, to measure everything around them. */
@NullMarked
package io.freshet.launcher.inprocess;

import org.jspecify.annotations.NullMarked;

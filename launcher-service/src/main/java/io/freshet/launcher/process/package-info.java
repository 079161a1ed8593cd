/** Attempts as processes of this machine, which outlive the launcher. */
@NullMarked
package io.freshet.launcher.process;

import org.jspecify.annotations.NullMarked;

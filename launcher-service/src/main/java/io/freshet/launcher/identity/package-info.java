/** As whom attempts may run, whatever runs them. */
@NullMarked
package io.freshet.launcher.identity;

import org.jspecify.annotations.NullMarked;

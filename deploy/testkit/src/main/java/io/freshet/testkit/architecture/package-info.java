/** The architecture as rules that fail the build. */
@NullMarked
package io.freshet.testkit.architecture;

import org.jspecify.annotations.NullMarked;

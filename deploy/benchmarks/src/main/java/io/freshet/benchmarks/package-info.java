/** What Freshet's speed is, measured on the real system by a command, with the machine's own limits beside it. */
@NullMarked
package io.freshet.benchmarks;

import org.jspecify.annotations.NullMarked;

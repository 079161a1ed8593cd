/** The standalone as a process of this machine: starting, finding and stopping it. */
@NullMarked
package io.freshet.cli.local;

import org.jspecify.annotations.NullMarked;

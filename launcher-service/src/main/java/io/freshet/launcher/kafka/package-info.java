/** The launcher's topics: commands in, reports out, accepted outputs published. */
@NullMarked
package io.freshet.launcher.kafka;

import org.jspecify.annotations.NullMarked;

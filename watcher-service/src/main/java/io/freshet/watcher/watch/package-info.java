/** Watching datasets: from notifications and scans to published changes. */
@NullMarked
package io.freshet.watcher.watch;

import org.jspecify.annotations.NullMarked;

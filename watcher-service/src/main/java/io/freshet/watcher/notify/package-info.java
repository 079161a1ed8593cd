/** Notifications of the operating system about changes in directories. */
@NullMarked
package io.freshet.watcher.notify;

import org.jspecify.annotations.NullMarked;

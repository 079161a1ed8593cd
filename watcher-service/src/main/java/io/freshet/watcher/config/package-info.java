/** How the watcher is put together, and with what settings. */
@NullMarked
package io.freshet.watcher.config;

import org.jspecify.annotations.NullMarked;

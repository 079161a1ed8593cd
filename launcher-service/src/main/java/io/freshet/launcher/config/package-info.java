/** How the launcher is put together, and with what settings. */
@NullMarked
package io.freshet.launcher.config;

import org.jspecify.annotations.NullMarked;

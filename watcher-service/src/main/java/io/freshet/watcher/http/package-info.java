/** What the watcher answers over HTTP. */
@NullMarked
package io.freshet.watcher.http;

import org.jspecify.annotations.NullMarked;

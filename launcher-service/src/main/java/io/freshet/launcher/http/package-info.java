/** The launcher over HTTP: whether it lives and is ready. */
@NullMarked
package io.freshet.launcher.http;

import org.jspecify.annotations.NullMarked;

/** The REST API. */
@NullMarked
package io.freshet.scheduler.http;

import org.jspecify.annotations.NullMarked;

/** The REST API. */
@NullMarked
package io.freshet.audit.http;

import org.jspecify.annotations.NullMarked;

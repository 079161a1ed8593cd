/** Who may call a service over HTTP, and how it answers for its health. */
@NullMarked
package io.freshet.servicekit.http;

import org.jspecify.annotations.NullMarked;
